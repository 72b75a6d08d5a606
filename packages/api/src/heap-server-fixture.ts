/** Serves the API by itself, so that a test can give it the heap that `npm start` gives web: `heap-server-fixture.ts <settings>`. */
import { randomUUIDv7 } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { resolveApiToken } from "@rolecall/core";
import { createDb } from "@rolecall/db";
import { createProducer } from "@rolecall/jobs";
import { handleFileUpload } from "./file-uploads.ts";
import { handleRest } from "./rest.ts";

const { appUrl, authUrl, queueUrl } = JSON.parse(process.argv[2] ?? "{}");
const deps = {
  db: createDb({ appUrl, authUrl }),
  jobs: createProducer(queueUrl),
  now: () => new Date(),
  newId: () => randomUUIDv7(),
  settings: { publicUrl: "https://rolecall.test", principalArn: null, templateUrl: null, unsubscribeSecret: "none" },
};

const report = (error: unknown): void => void process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);

const requestOf = ({ url = "/", method = "GET", headers }: IncomingMessage, body: ReadableStream): Request =>
  new Request(new URL(url, "https://rolecall.test"), {
    method,
    headers: headers as Record<string, string>,
    ...(method === "GET" ? {} : { body, duplex: "half" }),
  } as RequestInit);

async function answer(request: Request): Promise<Response> {
  const token = request.headers.get("authorization")?.replace("Bearer ", "");
  const context = { caller: token ? await resolveApiToken(deps, token) : null, deps };
  const [, id, file] = /^\/api\/v1\/uploads\/([^/]+)\/files\/([^/]+)$/.exec(new URL(request.url).pathname) ?? [];
  if (id && file) return handleFileUpload(request, context, { id, file });
  return handleRest(request, async () => context, report);
}

const server = createServer(async (incoming, outgoing) => {
  try {
    const response = await answer(requestOf(incoming, Readable.toWeb(incoming) as ReadableStream));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    report(error);
    outgoing.destroy();
  }
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
process.on("message", () => {
  process.send?.({ peakMb: Math.round(process.resourceUsage().maxRSS / 1024) });
});
