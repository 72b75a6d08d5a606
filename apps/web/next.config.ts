import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const workspaceRoot = fileURLToPath(new URL("../..", import.meta.url));

/** Sent with every answer. The Content-Security-Policy carries a nonce per request and is set in `src/proxy.ts`. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `check-types` does it, once: by the compiler of all packages, which is ten times as fast, and with the routes' types too.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: workspaceRoot },
  outputFileTracingRoot: workspaceRoot,
  transpilePackages: [
    "@rolecall/api",
    "@rolecall/charts",
    "@rolecall/core",
    "@rolecall/db",
    "@rolecall/domain",
    "@rolecall/jobs",
    "@rolecall/telemetry",
    "@rolecall/ui",
  ],
  // Native or self-locating packages: bundling them breaks their own file look-ups.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@opentelemetry/api",
    "@opentelemetry/context-async-hooks",
    "@opentelemetry/exporter-metrics-otlp-http",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-metrics",
    "@opentelemetry/sdk-trace",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@zxcvbn-ts/core",
    "@zxcvbn-ts/language-common",
    "@zxcvbn-ts/language-en",
    "bullmq",
    "echarts",
    "ioredis",
    "pdfkit",
    "pg",
  ],
  experimental: {
    // Of every request but uploads, also of nobody: a little more than the API takes, so that the API can say what is too much.
    proxyClientMaxBodySize: 1_048_576 + 65_536,
    serverActions: { bodySizeLimit: 65_536 },
    optimizePackageImports: ["@mantine/core", "@mantine/hooks", "@mantine/notifications", "@tabler/icons-react"],
  },
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

export default config;
