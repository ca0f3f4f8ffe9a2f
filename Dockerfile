# One image for web, worker, beat and the one-shot migration; the command says which it is.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    INNOVATION_PYTHON=/usr/local/bin/python3 \
    INNOVATION_VAR=/var/lib/innovation \
    INNOVATION_HTTPS=1 \
    BIND=0.0.0.0

WORKDIR /srv/innovation

# The same list as `make run` uses; the image brings its own Python.
COPY scripts/packages-run.txt scripts/
RUN apt-get update \
    && grep -vx python3-venv scripts/packages-run.txt \
        | xargs apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN python3 -m pip install --no-compile --require-hashes -r requirements.txt

COPY . .
RUN useradd --no-create-home --uid 10001 --home-dir /var/lib/innovation innovation \
    && install -d -o innovation -m 0700 /var/lib/innovation
USER 10001
VOLUME /var/lib/innovation
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python3", "scripts/healthy.py", "web"]
CMD ["scripts/service-web.sh"]
