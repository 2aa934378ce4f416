# docker build -t ledgerline .
# docker run --rm -v ledger:/data ledgerline init /data --origin log.example/name --public
# docker run --read-only -v ledger:/data -p 127.0.0.1:8440:8440 ledgerline
#
# /data, the ledger folder, is all that is written. A ledger that not everybody may read (init without --public) needs a token:
# docker run --read-only -v ledger:/data -v ./token:/run/token:ro -p 8440:8440 ledgerline \
#   serve /data --host 0.0.0.0 --port 8440 --reading-token-file /run/token
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY schemas schemas
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY schemas schemas
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 8440
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8440/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["serve", "/data", "--host", "0.0.0.0", "--port", "8440"]
