# syntax=docker/dockerfile:1
ARG BASE_IMAGE=python:3.13-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /src
COPY requirements.lock .
RUN python -m venv /opt/huitong \
    && /opt/huitong/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY bot bot
RUN python -m compileall -q bot

FROM ${BASE_IMAGE}
ENV PATH=/opt/huitong/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LISTEN_HOST=0.0.0.0 \
    LISTEN_PORT=8080 \
    DATABASE_URL=sqlite+aiosqlite:////data/huitong.sqlite3 \
    CACHE_DIR=/srv/cache
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin huitong \
    && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/huitong /opt/huitong
WORKDIR /srv
COPY --from=build /src/bot bot
COPY knowledge knowledge
COPY locales locales
# Builds the knowledge once and keeps it, so that a start takes a moment.
RUN python -m bot ask hello
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"LISTEN_PORT\"]}/healthz', timeout=2)"]
CMD ["python", "-m", "bot", "run"]
