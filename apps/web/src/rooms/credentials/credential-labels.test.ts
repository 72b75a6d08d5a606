import { expect, test } from "vitest";
import { awsIdOf, credentialName, ownerName } from "./credential-labels.ts";

const named = { accessKeyId: null, name: null };

test.each([
  [{ ...named, kind: "access_key", accessKeyId: "AKIAEXAMPLE", credentialId: "AKIAEXAMPLE" }, "AKIAEXAMPLE"],
  [{ ...named, kind: "access_key", credentialId: "AIDAEXAMPLE:access_key_1" }, "Access key of unknown id"],
  [{ ...named, kind: "ssh_public_key", credentialId: "APKAEXAMPLE" }, "APKAEXAMPLE"],
  [{ ...named, kind: "server_certificate", name: "www", credentialId: "ASCAEXAMPLE" }, "www"],
  [{ ...named, kind: "console_password", credentialId: "AIDAEXAMPLE:console_password" }, "Console password"],
  [{ ...named, kind: "root_access_key", credentialId: "root:access_key_1" }, "Root access key"],
] as const)("%j is called %s", (credential, name) => {
  expect(credentialName(credential)).toBe(name);
});

test("what stands for an id is not shown as AWS's", () => {
  expect(awsIdOf({ accessKeyId: null, credentialId: "root:password" })).toBeNull();
});

test("a server certificate belongs to the account, root's to the root user", () => {
  expect(ownerName({ userName: "", kind: "server_certificate" })).toBe("the account");
  expect(ownerName({ userName: "<root_account>", kind: "root_password" })).toBe("root user");
  expect(ownerName({ userName: "<b>", kind: "access_key" })).toBe("<b>");
});
