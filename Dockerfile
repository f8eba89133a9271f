FROM python:3.11-slim
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-droid-fallback fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
COPY . .
RUN pip install --no-cache-dir uv==0.13.8 \
    && uv pip install --system --no-cache --require-hashes -r requirements.lock \
    && uv pip install --system --no-cache --no-deps --no-build-isolation . \
    && useradd --create-home lamplighter \
    && install -d -o lamplighter /data
USER lamplighter
ENV DATABASE_URL=sqlite:////data/lamplighter.db \
    LAMPLIGHTER_HOST=0.0.0.0
EXPOSE 3000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/healthz', timeout=3)"]
ENTRYPOINT ["lamplighter"]
CMD ["serve"]
