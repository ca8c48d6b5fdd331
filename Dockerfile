# The dashboard with its store, as one image: no compiler, no pip, no shell script, not root.
#
#   docker build -t s3dash .
#   docker run --rm -p 8501:8501 --read-only --tmpfs /tmp s3dash
#
# For a build that can be repeated, name both bases by their digests instead of their tags; a registry
# of your own is named the same way:
#   docker buildx imagetools inspect python:3.13-slim-trixie
#   docker build --build-arg PYTHON=python:3.13-slim-trixie@sha256:<digest> \
#     --build-arg TOOLS=python:3.13-trixie@sha256:<digest> -t s3dash .
# Libraries from an index of your own: --secret id=pip,src=pip.conf, which the image does not keep.
ARG PYTHON=python:3.13-slim-trixie
# The same Python with `strip`; nothing of it but the libraries comes into the image.
ARG TOOLS=python:3.13-trixie

FROM ${TOOLS} AS libraries
COPY requirements.lock deploy/trim.py /
# The libraries go where pip itself does not. feedgen publishes no wheel; it is Python alone.
# deploy/trim.py says what is taken out of them, and why.
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --no-compile \
      --disable-pip-version-check --require-hashes --only-binary :all: --no-binary feedgen \
      -r /requirements.lock \
 && python /trim.py /venv

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
