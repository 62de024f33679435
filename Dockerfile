# chukan as an image: docker build -t chukan .
# Use it with the network cut off: docker run --rm --network none -v "$PWD:/data" chukan check FILE --layout auto --out result
# What it is built on; a digest fixes it to the byte: --build-arg BASE=python:3.11-slim@sha256:...
ARG BASE=python:3.11-slim
FROM ${BASE} AS build
# where packages come from, when that is not pip's own default
ARG PIP_INDEX_URL
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --constraint constraints.txt --wheel-dir /wheels ".[pictures,sign]"

FROM ${BASE}
# the charts of the Word papers are drawn with a Japanese font
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-ipafont-gothic \
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "chukan[pictures,sign]"
# whoever runs it (--user) may write here, and nobody needs to be root
ENV HOME=/tmp
USER nobody
WORKDIR /data
ENTRYPOINT ["chukan"]
CMD ["--help"]
