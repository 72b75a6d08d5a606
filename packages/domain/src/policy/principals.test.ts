import { expect, test } from "vitest";
import { accountOfPrincipal, readAwsPrincipal } from "./principals.ts";

const ACCOUNT = "111122223333";
const account = { form: "account", awsAccountId: ACCOUNT };
const identity = (type: string, name: string) => ({ form: "identity", awsAccountId: ACCOUNT, type, name });

test.each<[string, object, string | null]>([
  ["*", { form: "everybody" }, null],
  [ACCOUNT, account, ACCOUNT],
  [`arn:aws:iam::${ACCOUNT}:root`, account, ACCOUNT],
  [`arn:aws-cn:iam::${ACCOUNT}:root`, account, ACCOUNT],
  [`arn:aws:iam::${ACCOUNT}:role/*`, account, ACCOUNT],
  [`arn:aws:iam::${ACCOUNT}:role/team/door`, identity("role", "team/door"), ACCOUNT],
  [`arn:aws:iam::${ACCOUNT}:role/do*`, identity("role", "do*"), ACCOUNT],
  [`arn:aws:iam::${ACCOUNT}:user/ada`, identity("user", "ada"), ACCOUNT],
  [`arn:aws:sts::${ACCOUNT}:assumed-role/door/run`, identity("assumed-role", "door/run"), ACCOUNT],
  [`arn:aws:sts::${ACCOUNT}:federated-user/ada`, identity("federated-user", "ada"), ACCOUNT],
  ["arn:aws:iam::*:role/door", { form: "everybody" }, null],
  ["AIDAQ3EXAMPLE7HJ5L2KM", { form: "unique_id" }, null],
  ["AROAQ3EXAMPLE7HJ5L2KM", { form: "unique_id" }, null],
  ["AKIAQ3EXAMPLE7HJ5L2KM", { form: "unknown" }, null],
  [`arn:aws:s3:::${ACCOUNT}`, { form: "unknown" }, null],
  ["1111", { form: "unknown" }, null],
  ["", { form: "unknown" }, null],
])("%j stands for %j", (value, expected, awsAccountId) => {
  expect(readAwsPrincipal(value)).toEqual(expected);
  expect(accountOfPrincipal(value)).toBe(awsAccountId);
});
