import { expect, type Page } from "@playwright/test";
import { at, signUp } from "./support/console.ts";
import { test } from "./support/journey.ts";
import { webProcess } from "./support/web-process.ts";

const AWS_ACCOUNT_ID = "123123123123";
const arn = (resource: string) => `arn:aws:iam::${AWS_ACCOUNT_ID}:${resource}`;
const CreateDate = "2024-01-15T08:00:00+00:00";

async function apiToken(page: Page): Promise<string> {
  await signUp(page);
  await page.goto(at("/settings/api-tokens"));
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByLabel("Name").fill("Attack");
  await page.getByRole("button", { name: "Make the token" }).click();
  return (await page.getByRole("dialog").locator("code").textContent())!;
}

type Answer = { status: number; text: string; headers: Headers };

async function call(token: string, method: string, path: string, body?: BodyInit): Promise<Answer> {
  const answer = await fetch(at(`/api/v1${path}`), {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body, duplex: "half" }),
  } as RequestInit);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** Puts one file of a new upload. */
async function send(token: string, body: BodyInit): Promise<Answer & { id: string }> {
  const { id } = JSON.parse((await call(token, "POST", "/uploads", "{}")).text);
  return { id, ...(await call(token, "PUT", `/uploads/${id}/files/authorization-details`, body)) };
}

const role = (RoleName: string, principals: number) => ({
  ...{ RoleName, RoleId: `AROA${RoleName.toUpperCase()}`, Arn: arn(`role/${RoleName}`), Path: "/", CreateDate },
  ...{ RolePolicyList: [], AttachedManagedPolicies: [], InstanceProfileList: [], Tags: [] },
  AssumeRolePolicyDocument: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: Array.from({ length: principals }, (_, n) => String(200_000_000_000 + n)) },
        Action: "sts:AssumeRole",
      },
    ],
  },
});
const user = (n: number, characters: number) => ({
  ...{ UserName: `user-${n}`, UserId: `AIDA${n}`, Arn: arn(`user/user-${n}`), Path: "/", CreateDate, GroupList: [] },
  ...{ AttachedManagedPolicies: [], Tags: [] },
  UserPolicyList: [{ PolicyName: "p", PolicyDocument: { Statement: [{ Sid: "x".repeat(characters) }] } }],
});

/** Users as they come, of so many bytes in all. */
function usersOf(bytes: number, characters: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  let n = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode('{"UserDetailList":[')),
    pull: (controller) => {
      if (sent >= bytes) {
        controller.enqueue(encoder.encode(`${JSON.stringify(user(n, 10))}]}`));
        controller.close();
        return;
      }
      const text = encoder.encode(`${JSON.stringify(user(n++, characters))},`);
      sent += text.byteLength;
      controller.enqueue(text);
    },
  });
}

/**
 * The longest that anybody waited for a page's health while the work went on. By connections of its own: those of the work are ended
 * where an answer comes before the body has been sent.
 */
async function longestWaitMs(page: Page, work: Promise<unknown>): Promise<number> {
  let isDone = false;
  let longest = 0;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const from = performance.now();
    await page.request.get(at("/api/health"));
    longest = Math.max(longest, performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await done;
  return Math.round(longest);
}

/** Refused by its answer, or by the end of the connection where the sender had not finished. */
const refused = (sent: Promise<Answer>): Promise<number> => sent.then(({ status }) => status).catch(() => 0);

test("what a tenant or a stranger sends ends nothing, and makes nobody wait", async ({ page }) => {
  test.setTimeout(300_000);
  const token = await apiToken(page);
  const before = webProcess();

  // A role whose trust names 20,000 principals, which made 31 MB of each answer.
  const huge = await send(token, JSON.stringify({ RoleDetailList: [role("huge", 20_000)] }));
  expect(huge).toMatchObject({ status: 400, text: expect.stringMatching(/entry 1 \(huge\) of RoleDetailList/) });
  expect(huge.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(huge.headers.get("cache-control")).toBe("no-store");

  // The largest that may be: read a hundred times, fourteen at once.
  const largest = await send(token, JSON.stringify({ RoleDetailList: [role("large", 500)] }));
  expect(largest.status).toBe(200);
  await call(token, "POST", `/uploads/${largest.id}/complete`, "{}");
  await expect
    .poll(async () => JSON.parse((await call(token, "GET", `/uploads/${largest.id}`)).text).status, { timeout: 60_000 })
    .toBe("landed");
  const { items } = JSON.parse((await call(token, "GET", "/roles?limit=10")).text);
  const reading = async () => {
    for (let round = 0; round < 8; round++) {
      await Promise.all(Array.from({ length: 14 }, () => call(token, "GET", `/roles/${items[0].id}/trust?limit=200`)));
    }
  };
  const waits: Record<string, number> = { trust: await longestWaitMs(page, reading()) };

  // Users of 3.4 MB, and files as large as honest ones, three at once.
  const fat = [1, 2, 3].map(() => refused(send(token, usersOf(60_000_000, 3_400_000))));
  waits.fat = await longestWaitMs(page, Promise.all(fat));
  for (const status of await Promise.all(fat)) expect([400, 409, 0]).toContain(status);
  const honest = [1, 2, 3].map(() => refused(send(token, usersOf(20_000_000, 1_900))));
  waits.honest = await longestWaitMs(page, Promise.all(honest));
  expect((await Promise.all(honest)).filter((status) => status === 200).length).toBeGreaterThan(0);

  // JSON that is nested 200,000 deep, and bodies of nobody.
  const deep = Array.from({ length: 2 }, () => refused(send(token, `{"UserDetailList":[${"[".repeat(200_000)}`)));
  waits.deep = await longestWaitMs(page, Promise.all(deep));
  const nobody = ["/api/auth/callback/credentials", "/api/trpc/users.list", "/api/v1/connections"].flatMap((path) =>
    Array.from({ length: 10 }, () =>
      fetch(at(path), { method: "POST", body: new Uint8Array(9_000_000) })
        .then(({ status }) => status)
        .catch(() => 0),
    ),
  );
  waits.nobody = await longestWaitMs(page, Promise.all(nobody));
  for (const status of await Promise.all(nobody)) expect([413, 0]).toContain(status);

  const after = webProcess();
  process.stdout.write(
    `peak of web: ${after.peakMb} MB (${before.peakMb} before); longest waits in ms: ${JSON.stringify(waits)}\n`,
  );
  expect(after.pid).toBe(before.pid);
  expect((await page.request.get(at("/api/health"))).status()).toBe(200);
});
