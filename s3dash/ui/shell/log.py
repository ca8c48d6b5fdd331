"""What Streamlit writes goes where all is written, when the log is for programs."""

from streamlit import logger

from s3dash.web.monitoring.log import hand_on, write_json


def to_json() -> None:
    """Write the log as lines of JSON, those of loggers that Streamlit makes later included."""

    logger.setup_formatter = hand_on
    write_json()
