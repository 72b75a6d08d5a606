import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, onTestFinished, test } from "vitest";
import { openConnections } from "./connections.ts";

const ANSWER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

test("a client that is closed leaves its connection to the next one, and takes no call of another's with it", async () => {
  let opened = 0;
  const server = createServer((_request, response) => {
    setTimeout(() => response.setHeader("content-type", "text/xml").end(ANSWER), 50);
  });
  server.on("connection", () => {
    opened += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { close, ...agents } = openConnections();
  onTestFinished(() => {
    close();
    server.close();
  });
  const open = () =>
    new STSClient({
      region: "us-east-1",
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
      requestHandler: agents,
      maxAttempts: 1,
    });
  const first = open();
  await first.send(new GetCallerIdentityCommand({}));
  first.destroy();
  const [second, third] = [open(), open()];
  const inFlight = second.send(new GetCallerIdentityCommand({}));
  third.destroy();
  expect((await inFlight).Account).toBe("111111111111");
  second.destroy();
  expect(opened).toBe(1);
});
