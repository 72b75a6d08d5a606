import { expect, test } from "vitest";
import { StrongSecret } from "./strong-secret.ts";

test.each([
  "q8Zt3wLx0VbN5mKc7RfJ2hYd9GpS1aUe",
  "3f1c9a7be05d48f6a2c4e8b07d916f53ac",
  "unsubscribe-secret-of-the-tests-0123456789",
])("%j is taken", (value) => {
  expect(StrongSecret.safeParse(value).success).toBe(true);
});

test.each([
  "",
  "q8Zt3wLx0VbN5mKc7RfJ2hYd9GpS1aU",
  "a".repeat(64),
  "0123012301230123012301230123012301230123",
  "changeme-changeme-changeme-changeme-1",
  "change this to a random string please!",
  "secret-secret-secret-secret-secret-0",
  "your-secret-key-goes-here-0123456789",
  "default-unsubscribe-secret-0123456789",
  "example-of-a-very-long-secret-0123456",
  "PASSWORD-password-0123456789-abcdefgh",
])("%j is refused, and not repeated", (value) => {
  const { error } = StrongSecret.safeParse(value);
  expect(error?.issues).toHaveLength(1);
  if (value) expect(JSON.stringify(error)).not.toContain(value);
});
