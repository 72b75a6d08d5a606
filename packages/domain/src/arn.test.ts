import { expect, test } from "vitest";
import { parseRoleArn, RoleArnInput } from "./arn.ts";

test.each([
  ["arn:aws:iam::111122223333:role/RolecallReadOnly", "aws", "/", "RolecallReadOnly"],
  ["arn:aws-cn:iam::111122223333:role/RolecallReadOnly", "aws-cn", "/", "RolecallReadOnly"],
  ["arn:aws-us-gov:iam::111122223333:role/r", "aws-us-gov", "/", "r"],
  ["arn:aws:iam::000000000000:role/a/b/c", "aws", "/a/b/", "c"],
  ["arn:aws:iam::111122223333:role/service-role/+=,.@-_", "aws", "/service-role/", "+=,.@-_"],
  [`arn:aws:iam::111122223333:role/${"n".repeat(64)}`, "aws", "/", "n".repeat(64)],
])("%s is a role ARN", (arn, partition, path, roleName) => {
  expect(parseRoleArn(arn)).toEqual({
    arn,
    partition,
    awsAccountId: arn.split(":")[4],
    path,
    roleName,
  });
  expect(RoleArnInput.parse(` ${arn}\n`)).toBe(arn);
});

test.each([
  ["nothing", ""],
  ["a name alone", "RolecallReadOnly"],
  ["a user", "arn:aws:iam::111122223333:user/ada"],
  ["a session of a role", "arn:aws:sts::111122223333:assumed-role/r/session"],
  ["the root user", "arn:aws:iam::111122223333:root"],
  ["an account id of 11 digits", "arn:aws:iam::11112222333:role/r"],
  ["an account id of 13 digits", "arn:aws:iam::1111222233334:role/r"],
  ["digits of another script", "arn:aws:iam::١١١١٢٢٢٢٣٣٣٣:role/r"],
  ["a Region", "arn:aws:iam:eu-west-1:111122223333:role/r"],
  ["a partition that is not supported", "arn:aws-iso:iam::111122223333:role/r"],
  ["no role name", "arn:aws:iam::111122223333:role/"],
  ["a path alone", "arn:aws:iam::111122223333:role/a/"],
  ["a name of 65 characters", `arn:aws:iam::111122223333:role/${"n".repeat(65)}`],
  ["white space within", "arn:aws:iam::111122223333:role/a b"],
  ["a line after it", "arn:aws:iam::111122223333:role/r\nx"],
  ["a template directive of Terraform in its path", 'arn:aws:iam::111122223333:role/%{file("/etc/passwd")}/r'],
  ["an interpolation of Terraform in its path", `arn:aws:iam::111122223333:role/\${path.root}/r`],
  ["a dynamic reference of CloudFormation in its path", "arn:aws:iam::111122223333:role/{{resolve:ssm:secret}}/r"],
  ["a quote in its path", 'arn:aws:iam::111122223333:role/a"b/r'],
  ["a command in its path", "arn:aws:iam::111122223333:role/$(id)/r"],
  ["an empty part in its path", "arn:aws:iam::111122223333:role//r"],
  ["a path of more than 512 characters", `arn:aws:iam::111122223333:role/${"p".repeat(512)}/r`],
  ["a wildcard", "arn:aws:iam::111122223333:role/*"],
  ["other capitals", "ARN:aws:iam::111122223333:role/r"],
  ["something before it", "x arn:aws:iam::111122223333:role/r"],
])("%s is no role ARN", (_, text) => {
  expect(parseRoleArn(text)).toBeNull();
  expect(RoleArnInput.safeParse(text).success).toBe(false);
});

test("a text that could never be one is answered in no time", () => {
  const long = `arn:aws:iam::111122223333:role/${"a/".repeat(50_000)} `;
  const startedAt = performance.now();
  expect(parseRoleArn(long)).toBeNull();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
