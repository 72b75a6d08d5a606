import { startTestServer } from "@rolecall/jobs/testing";
import { benchChangeList } from "./change-list.ts";
import { benchCredentialList } from "./credential-list.ts";
import { benchDistantAccount } from "./distant-account.ts";
import { benchFirstLook } from "./first-look.ts";
import { benchJudge } from "./judge-identities.ts";
import { benchLargeAccount } from "./large-account.ts";
import { benchLargeTenant } from "./million/large-tenant.ts";
import { benchNoisyNeighbour } from "./noisy-neighbour.ts";
import { table } from "./report-lines.ts";

/**
 * Timings depend on the machine, so that nothing passes or fails here: compare the ratios, whose floors are of the same run.
 * `npm run bench -- events` runs those alone whose headings contain the word.
 */
const BENCHMARKS = [
  ["5,000 users (3,500 with a key) and 5,000 roles, judged", benchJudge],
  ["5,000 users (3,500 with a key) and 5,000 roles, read and landed", benchLargeAccount],
  ["500 users, 400 keys, 200 roles, 100 policies, 30 ms per call", benchDistantAccount],
  ["The first look after connecting, 30 ms per call", benchFirstLook],
  ["50 of 10,000 credentials", benchCredentialList],
  ["50 of 2,000,000 events", benchChangeList],
  ["a quiet tenant beside a noisy one", benchNoisyNeighbour],
  ["1,001 accounts, 500,500 users, 700,700 credentials, 200,200 roles, 693,000 findings", benchLargeTenant],
] as const;

const wanted = process.argv[2] ?? "";
const postgres = await startTestServer();
try {
  for (const [heading, bench] of BENCHMARKS.filter(([heading]) => heading.includes(wanted)))
    process.stdout.write(`${table(heading, await bench(postgres))}\n`);
} finally {
  await postgres.stop();
}
// At once: connections that are kept for reuse would hold the process for seconds.
process.exit(0);
