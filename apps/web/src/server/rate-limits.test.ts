import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { countAgainst } from "./rate-limits.ts";

it("a session that sends batch after batch is refused, and another one is not", async () => {
  const [noisy, quiet] = [randomUUID(), randomUUID()];
  const answers = await Promise.all(Array.from({ length: 300 }, () => countAgainst("callsOfSession", noisy, 10)));
  expect(answers.filter((wait) => wait === null)).toHaveLength(120);
  expect(await countAgainst("callsOfSession", noisy)).toBeGreaterThan(0);
  expect(await countAgainst("callsOfSession", quiet, 10)).toBeNull();
});

it("a tenant is bounded over all its sessions and tokens", async () => {
  const tenant = randomUUID();
  const answers = await Promise.all(Array.from({ length: 2_000 }, () => countAgainst("callsOfTenant", tenant, 10)));
  expect(answers.filter((wait) => wait === null)).toHaveLength(1_200);
});
