# One image for every role: `eeveon server`, `eeveon worker`, `eeveon migrate`, and the command line.
FROM debian:12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \
      clang-19 lld-19 cmake ninja-build git pkg-config nodejs npm \
      libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libboost-system1.81-dev libboost-test1.81-dev \
      libpqxx-dev libpq-dev libhiredis-dev libssl-dev libfmt-dev libspdlog-dev libyaml-cpp-dev libcli11-dev libzstd-dev \
      libsodium-dev prometheus-cpp-dev libjemalloc-dev
WORKDIR /src
COPY webui/package.json webui/package-lock.json webui/
RUN cd webui && npm ci --no-audit --no-fund
COPY . .
RUN cd webui && npm run build
RUN cmake --preset release && ninja -C build/release eeveon && strip build/release/cli/eeveon && build/release/cli/eeveon man > eeveon.1

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \
      git rsync openssh-client bubblewrap \
      libboost-json1.81.0 libboost-url1.81.0 libpqxx-6.4 libpq5 libhiredis0.14 libssl3 libfmt9 libspdlog1.10 libyaml-cpp0.7 \
      libzstd1 libsodium23 libprometheus-cpp-core1.0 libjemalloc2 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/eeveon eeveon
COPY --from=build /src/build/release/cli/eeveon /usr/local/bin/eeveon
COPY --from=build /src/eeveon.1 /usr/local/share/man/man1/eeveon.1
USER eeveon
WORKDIR /var/lib/eeveon
EXPOSE 8080
ENTRYPOINT ["eeveon"]
CMD ["server", "--help"]
