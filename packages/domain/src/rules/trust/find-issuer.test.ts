import { describe, expect, test } from "vitest";
import { isClusterIssuer } from "./cluster-issuers.ts";
import { sharedIssuer } from "./find-issuer.ts";
import { ISSUERS } from "./shared-issuers.ts";

/** One address of each issuer that is known by a pattern, and addresses on the same host or a like one that are not the vendor's. */
const BY_PATTERN: Readonly<Record<string, { its: readonly string[]; others: readonly string[] }>> = {
  "GitHub Actions": {
    its: ["token.actions.githubusercontent.com", "vstoken.actions.githubusercontent.com"],
    others: ["token.actions.githubusercontent.com.evil.example", "evil-token.actions.githubusercontent.com"],
  },
  "GitHub Actions of one enterprise": {
    its: ["token.actions.githubusercontent.com/fernhill", "token.actions.fernhill.ghe.com"],
    others: ["token.actions.fernhill.ghe.com.evil.example", "token.actions.ghe.com", "token.actions.a.b.ghe.com"],
  },
  CircleCI: {
    its: ["oidc.circleci.com", "oidc.circleci.com/org/5b7c1d1e"],
    others: ["oidc.circleci.com/x", "server.circleci.com/org/5b7c1d1e", "oidc.circleci.com.evil.example/org/5b7c1d1e"],
  },
  "Bitbucket Pipelines": {
    its: ["api.bitbucket.org/2.0/workspaces/fernhill/pipelines-config/identity/oidc"],
    others: [
      "api.bitbucket.org/2.0/workspaces/fernhill/other",
      "api.bitbucket.org.evil.example/2.0/workspaces/fernhill/pipelines-config/identity/oidc",
    ],
  },
  "Vercel of one team": {
    its: ["oidc.vercel.com/fernhill"],
    others: ["fernhill.vercel.com", "oidc.vercel.com.evil.example/fernhill", "oidc.vercel.app/fernhill"],
  },
  "Microsoft Sentinel": {
    its: ["sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"],
    others: ["sts.windows.net/0f0f0f0f-4d64-4f8c-a055-5bdaffd5e33d", "sts.windows.net"],
  },
  "IBM Turbonomic": {
    its: [
      "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7",
      "rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr",
      "rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg",
      "rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26",
      "oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb",
      "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu",
    ],
    others: [
      "rh-oidc.s3.us-east-1.amazonaws.com/2f785sojlpb85i7402pk3qogugim5nfb",
      "oidc.op1.openshiftapps.com/22ejnvnnturfmt6km08idd0nt4hekbn7",
      "oidc.op1.openshiftapps.com/2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q",
      "oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropux",
    ],
  },
};

describe("an issuer that is known by a pattern", () => {
  test("is in the table of this test", () => {
    const isPattern = ({ source }: RegExp) => /[([|+*?]/.test(source.replaceAll(/\\./g, ""));
    const patterned = ISSUERS.filter(({ matches }) => isPattern(matches)).map(({ name }) => name);
    expect(Object.keys(BY_PATTERN)).toEqual(expect.arrayContaining(patterned));
  });

  test.each(Object.entries(BY_PATTERN))(
    "%s is the vendor's, and what only has its host is not",
    (name, { its, others }) => {
      for (const url of its) expect(sharedIssuer(url)?.name, url).toBe(name);
      for (const url of others) expect(sharedIssuer(url), url).toBeNull();
    },
  );
});

test.each([
  ["oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE", true],
  ["oidc.eks.cn-north-1.amazonaws.com.cn/id/EXAMPLED539D4633E53DE1B71EXAMPLE", true],
  ["oidc-eks.eu-central-1.api.aws/id/EXAMPLED539D4633E53DE1B71EXAMPLE", true],
  ["oidc.op1.openshiftapps.com/2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q", true],
  ["rh-oidc.s3.us-east-1.amazonaws.com/1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p", true],
  ["rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7", false],
  ["oidc.eks.eu-central-1.amazonaws.com.evil.example/id/EXAMPLE", false],
  ["evil.example/oidc.op1.openshiftapps.com/2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q", false],
  ["oidc.op1.openshiftapps.com/2b3c4d5e", false],
  ["rh-oidc.s3.eu-west-1.amazonaws.com/1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p", false],
])("%s is one customer's cluster: %s", (url, isCluster) => {
  expect(isClusterIssuer(url)).toBe(isCluster);
});
