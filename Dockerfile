# One image serves the API and the pages, and plans: `serve` or `worker` says which.
# Packages come by hash from requirements/run.txt, from whatever index pip is set to.

FROM node:22-slim AS pages
WORKDIR /pages
COPY api/web/package.json api/web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY api/web ./
RUN npm run build

FROM python:3.11-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/commonwheel
COPY requirements/run.txt /build/requirements/run.txt
RUN /opt/commonwheel/bin/pip install --require-hashes --requirement /build/requirements/run.txt
COPY pyproject.toml README.md LICENSE /build/
COPY routing /build/routing
COPY fairness /build/fairness
COPY dispatch /build/dispatch
COPY scenarios /build/scenarios
COPY api /build/api
COPY --from=pages /pages/dist /build/api/web/dist
RUN /opt/commonwheel/bin/pip install --no-deps --no-build-isolation /build
# The inner loops are compiled here, so that no plan waits for them.
ENV NUMBA_CACHE_DIR=/opt/commonwheel/kernels
RUN /opt/commonwheel/bin/python -m routing.warm

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/commonwheel commonwheel
COPY --from=packages /opt/commonwheel /opt/commonwheel
RUN chown -R commonwheel:commonwheel /opt/commonwheel/kernels \
  && mkdir /cities && chown commonwheel:commonwheel /cities
ENV PATH=/opt/commonwheel/bin:$PATH \
  NUMBA_CACHE_DIR=/opt/commonwheel/kernels \
  COMMONWHEEL_HOST=0.0.0.0 \
  COMMONWHEEL_CITIES_DIR=/cities \
  COMMONWHEEL_STORE_URL=sqlite:////var/lib/commonwheel/commonwheel.db
USER commonwheel
WORKDIR /var/lib/commonwheel
VOLUME ["/var/lib/commonwheel", "/cities"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD \
  ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["commonwheel"]
CMD ["serve"]
