import { expect, test } from "vitest";
import { chainCandidates } from "./chain-candidates.ts";
import type { TrustMapRole } from "./mapped-role.ts";

const [HUB, SHOP, OUTSIDE] = ["111111111111", "222222222222", "999999999999"];
const arn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

type Named = string | { type: string; value: string };
/** A role `<account>/<name>` that lets somebody in. */
function role(id: string, ...principals: Named[]): Pick<TrustMapRole, "id" | "arn" | "awsAccountId" | "trust"> {
  const [awsAccountId, name] = id.split("/") as [string, string];
  return {
    id,
    arn: arn(awsAccountId, name),
    awsAccountId,
    trust: {
      principals: principals.map((one) => (typeof one === "string" ? { type: "AWS", value: one } : one)),
      requiresExternalId: false,
      document: {},
    },
  };
}
const candidates = (...roles: ReturnType<typeof role>[]) => [...chainCandidates(roles)].sort();

test("a way goes on from a role that strangers enter and another role names, by its ARN, its account, or as anybody", () => {
  const entrance = role(`${HUB}/vendor`, OUTSIDE);
  const byArn = role(`${SHOP}/deploy`, arn(HUB, "vendor"));
  expect(candidates(entrance, byArn)).toEqual([entrance.id]);
  for (const name of [HUB, `arn:aws:iam::${HUB}:root`, `arn:aws:sts::${HUB}:assumed-role/vendor/session`]) {
    expect(candidates(entrance, role(`${SHOP}/deploy`, name))).toEqual([entrance.id]);
  }
  expect(candidates(entrance, role(`${SHOP}/deploy`, "*"))).toEqual([entrance.id]);
  expect(candidates(entrance, role(`${SHOP}/deploy`, arn(HUB, "another")))).toEqual([]);
});

test("a federated role is entered by strangers", () => {
  const federated = role(`${HUB}/ci`, { type: "Federated", value: `arn:aws:iam::${HUB}:oidc-provider/ci.example.com` });
  expect(candidates(federated, role(`${SHOP}/deploy`, HUB))).toEqual([federated.id]);
});

test("a way may begin within an account, and go over roles of the same account first", () => {
  const first = role(`${HUB}/first`, { type: "Service", value: "ec2.amazonaws.com" }, arn(HUB, "nobody"));
  const inside = role(`${HUB}/inside`, `arn:aws:iam::${HUB}:root`);
  const target = role(`${SHOP}/deploy`, arn(HUB, "inside"));
  expect(candidates(first, inside, target)).toEqual([first.id, inside.id]);
});

test("nothing goes on within an account that no stranger enters and no other account names, nor from a role that names only itself", () => {
  const inside = role(`${HUB}/inside`, `arn:aws:iam::${HUB}:root`);
  expect(candidates(inside, role(`${HUB}/other`, HUB))).toEqual([]);
  const alone = role(`${SHOP}/alone`, OUTSIDE, arn(SHOP, "alone"));
  expect(candidates(alone)).toEqual([]);
});

test("who is not excluded by NotPrincipal may come", () => {
  const entrance = role(`${HUB}/vendor`, OUTSIDE);
  expect(candidates(entrance, role(`${SHOP}/open`, { type: "NotAWS", value: OUTSIDE }))).toContain(entrance.id);
});
