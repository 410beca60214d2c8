# News Monitor in a container: runs as a user that owns nothing but /data/var; everything else in /data is mounted.
FROM python:3.11-slim-bookworm

WORKDIR /opt/news-monitor
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && install -d -o 10001 -g 10001 /data /data/var
COPY monitor ./monitor
COPY rules ./rules
COPY templates ./templates
COPY monitor.yml LICENSE NOTICE ./

ENV PYTHONUNBUFFERED=1
USER 10001:10001
VOLUME /data/var
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-m", "monitor", "--config", "/data/monitor.yml", "status"]
ENTRYPOINT ["python", "-m", "monitor", "--config", "/data/monitor.yml"]
CMD ["run"]
