# The dashboard with its store, as one image: no compiler, no pip, no shell script, not root.
#
#   docker build -t s3dash .
#   docker run --rm -p 8501:8501 --read-only --tmpfs /tmp s3dash
#
# For a build that can be repeated, name the base image by its digest instead of its tag:
#   docker buildx imagetools inspect python:3.13-slim-trixie
#   docker build --build-arg PYTHON=python:3.13-slim-trixie@sha256:<digest> -t s3dash .
ARG PYTHON=python:3.13-slim-trixie

FROM ${PYTHON} AS libraries
COPY requirements.lock /requirements.lock
# The libraries go where pip itself does not. Their tests, maps of their scripts, what is for notebooks
# and Arrow's remote protocol, which nothing here speaks, are a seventh of them.
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --no-compile \
      --disable-pip-version-check --require-hashes --only-binary :all: -r /requirements.lock \
 && cd /venv/lib/python3*/site-packages \
 && find numpy pandas pyarrow scipy sklearn -type d -name tests -prune -exec rm -r {} + \
 && find . -name '*.map' -delete \
 && rm -r pyarrow/include pyarrow/*flight*.so* pydeck/nbextension/static plotly/labextension \
      /venv/share/jupyter

FROM libraries AS store
WORKDIR /app
COPY . .
RUN mkdir /store \
 && /venv/bin/python -m s3dash build --store /store/s3.duckdb \
 && rm -r /store/s3.duckdb.versions \
 # Nothing can be written later: what Python keeps of files that it has read is written now.
 && /venv/bin/python -m compileall -q pages s3dash \
 && /venv/bin/python -c "import app, plotly.graph_objects, streamlit.web.cli"

FROM ${PYTHON}
RUN groupadd --gid 10001 s3dash \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin s3dash
COPY --from=store /venv /venv
COPY --from=store /app /app
# A volume that is put here begins with this store, and a build as this user may publish into it.
COPY --from=store --chown=10001:10001 /store /store
# What workshops decide: put a volume here, else presenting does without rooms.
RUN install --directory --owner 10001 --group 10001 --mode 700 /rooms
WORKDIR /app
# By number: Kubernetes sees that it is not root.
USER 10001:10001
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    S3DASH_ADDRESS=0.0.0.0 \
    S3DASH_PORT=8501 \
    S3DASH_STORE=/store/s3.duckdb \
    S3DASH_ROOMS=/rooms/rooms.sqlite
EXPOSE 8501
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "/app/deploy/health.py"]
ENTRYPOINT ["python", "-m", "s3dash"]
CMD ["serve"]
