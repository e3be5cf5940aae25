# Builds the wheel and its environment in one stage, and takes only the environment into the next.
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY sandbox sandbox
COPY pytest_procedure_sandbox pytest_procedure_sandbox
COPY fixtures fixtures
RUN python -m venv /opt/sandbox && /opt/sandbox/bin/pip install --no-cache-dir --quiet .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="procedure-sandbox" \
      org.opencontainers.image.description="A mock of Flexpa's FHIR API, for tests only" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/sandbox /opt/sandbox
ENV PATH=/opt/sandbox/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SANDBOX_HOST=0.0.0.0 \
    SANDBOX_STOP_STATUS=zero
USER 65532:65532
EXPOSE 12429
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 CMD ["procedure-sandbox", "health"]
CMD ["procedure-sandbox", "serve"]
