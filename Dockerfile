# Two stages: the first installs locked dependencies, then this package; the second takes what was installed, without pip.
#
#   docker build -t procedure-sandbox .
#   docker build -t procedure-sandbox --build-arg EXTRAS="check data replicas" .      with `check`, `generate` and SANDBOX_STATE
FROM python:3.13-slim AS build
ARG EXTRAS=""
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils > /dev/null 2>&1
WORKDIR /src

# What changes seldom comes first. Symbols that only a debugger reads are half of what the dependencies weigh.
COPY requirements requirements
RUN python -m venv --without-pip /opt/sandbox \
 && for lock in base $EXTRAS; do \
      pip --python /opt/sandbox/bin/python install --no-cache-dir --no-compile --quiet --require-hashes -r "requirements/$lock.txt" || exit 1; \
    done \
 && find /opt/sandbox -name '*.so' -exec strip --strip-unneeded {} + \
 && find /opt/sandbox \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.c' -o -name '*.h' \) -delete \
 && python -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --quiet --require-hashes -r requirements/build.txt

COPY pyproject.toml README.md LICENSE ./
COPY sandbox sandbox
COPY pytest_procedure_sandbox pytest_procedure_sandbox
COPY fixtures fixtures
RUN /opt/build/bin/pip wheel --no-build-isolation --no-deps --quiet -w dist . \
 && pip --python /opt/sandbox/bin/python install --no-cache-dir --no-deps --quiet dist/*.whl

FROM python:3.13-slim
ARG VERSION=""
ARG REVISION=""
LABEL org.opencontainers.image.title="procedure-sandbox" \
      org.opencontainers.image.description="A mock of Flexpa's FHIR API, for tests only" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
RUN rm -rf /usr/local/lib/python3.*/site-packages/pip* /usr/local/lib/python3.*/ensurepip /usr/local/bin/pip*
COPY --from=build /opt/sandbox /opt/sandbox
ENV PATH=/opt/sandbox/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SANDBOX_HOST=0.0.0.0
USER 65532:65532
EXPOSE 12429
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=3 CMD ["procedure-sandbox", "health"]
ENTRYPOINT ["procedure-sandbox"]
CMD ["serve"]
