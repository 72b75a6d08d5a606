/** Far above what any operation takes, far below what hurts. */
export const MAX_BODY_BYTES = 1_048_576;

/**
 * The parts of a body as they come. Whoever stops half way leaves the rest where it is: a body that is cancelled takes its connection with
 * it, and the answer that says why is lost.
 */
export const partsOf = (body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> =>
  body.values({ preventCancel: true });

/**
 * Says of an answer that comes before all of the body has been read that the connection ends with it: the rest of the body is still on its
 * way there, and the next request by the same connection would be lost.
 */
export function endingConnection(answer: Response): Response {
  answer.headers.set("connection", "close");
  return answer;
}

/** @returns null if the body is larger than that; it is read no further then. */
async function readBody(request: Request, maxBytes: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ? partsOf(request.body) : []) {
    bytes += part.byteLength;
    if (bytes > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Whether a request has no body by its kind. */
export const hasNoBody = ({ method }: Request): boolean => method === "GET" || method === "HEAD";

/** The same request with its body read. @returns null if the body is larger than `maxBytes` */
export async function withBoundedBody(request: Request, maxBytes: number): Promise<Request | null> {
  if (hasNoBody(request)) return request;
  const body = await readBody(request, maxBytes);
  if (body === null) return null;
  return new Request(request.url, { method: request.method, headers: request.headers, body });
}

/** The same request without its body, of which not a byte was read: of somebody whom nobody knows. */
export const withoutBody = (request: Request, body: string): Request =>
  hasNoBody(request) ? request : new Request(request.url, { method: request.method, headers: request.headers, body });
