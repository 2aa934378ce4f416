# docker build --tag ledgerline .
# docker run --rm --volume ledger:/data ledgerline init /data --origin log.example/name --public
# docker run --read-only --cap-drop ALL --security-opt no-new-privileges --volume ledger:/data --publish 127.0.0.1:8440:8440 ledgerline
#
# /data, the ledger folder, is all that is written. compose.yaml says the same, with a witness; docs/how-to/deploy.md explains both.
# The process is PID 1 and needs no init: it starts no others, and it minds SIGTERM from its first moment.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY schemas schemas
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY schemas schemas
# The user `node` of the image, by number: so that an orchestrator can see that it is not root.
RUN install -d -o 1000 -g 1000 -m 0700 /data
USER 1000:1000
VOLUME /data
EXPOSE 8440
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8440/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["serve", "/data", "--host", "0.0.0.0", "--port", "8440"]
