FROM rust:1.95-bookworm AS builder
WORKDIR /build
COPY . .
# The caches outlive the layer: a changed line rebuilds the service, not its dependencies.
# Cargo trusts file times and a checkout may be older than the cache, hence the touch:
# without it a stale binary could be taken for a fresh one.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target,sharing=locked \
    find src -name '*.rs' -exec touch {} + \
    && cargo build --release --locked --bin utblick \
    && install -D -m 0755 target/release/utblick /out/utblick

# Same Debian as the builder, so that the C library matches.
FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="Utblick" \
      org.opencontainers.image.description="A region's international strategy as a REST service" \
      org.opencontainers.image.licenses="EUPL-1.2"

# The certificates are for what is called by TLS: the mail server.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*

# The user is numeric below, so that an orchestrator can see that it is not root.
# /data gets its owner before VOLUME: a new named volume inherits it.
RUN groupadd --gid 10001 utblick \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin utblick \
    && install -d -o 10001 -g 10001 -m 0700 /data

COPY --from=builder /out/utblick /usr/local/bin/utblick
COPY LICENSE /usr/share/doc/utblick/LICENSE

ENV UTBLICK_BIND=0.0.0.0:8080 \
    DATABASE_URL=sqlite:///data/utblick.db
USER 10001:10001
VOLUME /data
EXPOSE 8080

# The image has no curl: the binary asks its own /health/ready.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["utblick", "health"]

ENTRYPOINT ["utblick"]
CMD ["serve"]
