import { expect, test } from "vitest";
import { endingConnection, MAX_BODY_BYTES, withBoundedBody } from "./bounded-body.ts";

function sending(parts: number, bytes: number) {
  const sent = { parts: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent.parts += 1;
      if (sent.parts > parts) controller.close();
      else controller.enqueue(new Uint8Array(bytes).fill(97));
    },
    cancel: () => {
      sent.isCancelled = true;
    },
  });
  const request = new Request("https://rolecall.test", { method: "POST", body, duplex: "half" } as RequestInit);
  return { request, sent };
}

test("a body within the limit is the request's", async () => {
  const bounded = await withBoundedBody(sending(3, 10).request, 30);
  expect(await bounded?.text()).toBe("a".repeat(30));
});

test("a body beyond it is read no further, and its connection lives on to carry the answer", async () => {
  const { request, sent } = sending(1_000, 64 * 1024);
  expect(await withBoundedBody(request, MAX_BODY_BYTES)).toBeNull();
  expect(sent.parts).toBeLessThan(20);
  expect(sent.isCancelled).toBe(false);
});

test("an answer that comes before that ends the connection, so that no request follows the rest of the body", () => {
  expect(endingConnection(new Response("too much", { status: 413 })).headers.get("connection")).toBe("close");
});
