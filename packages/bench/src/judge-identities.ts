import { createAccountRules, createHeldPolicyFacts, judgeMigration, quietnessOf, type Verdict } from "@rolecall/domain";
import { BENCH_NOW } from "./emulated-account.ts";
import { JUDGED_SIZE, judgedFacts } from "./judged-facts.ts";
import { type Cost, measure } from "./measure.ts";
import { count, type Line, seconds, times } from "./report-lines.ts";

const RUNS = 5;
type Facts = ReturnType<typeof judgedFacts>;

/** Judges everything once, as a landing does; facts that were judged before are not given again, so that nothing is remembered. */
function judge({ context, policies, groups, providers, users, roles }: Facts): number {
  const judging = createAccountRules({ context, asOf: BENCH_NOW, policies, groups, providers });
  const isEnterable = (value: string) => value === "*" || value.includes(context.awsAccountId);
  judging.addRoles(
    roles.filter(({ trust }) => trust.principals.some(({ type, value }) => type === "AWS" && isEnterable(value))),
  );
  const failed = (verdicts: readonly Verdict[]) => verdicts.filter(({ result }) => result === "fail").length;
  let findings = 0;
  for (const { user, credentials } of users) findings += failed(judging.judgeUser(user, credentials).verdicts);
  for (const role of roles) findings += failed(judging.judgeRole(role).verdicts);
  const account = {
    settings: null,
    credentials: [],
    users: users.map(({ user }) => user),
    roles,
  };
  return findings + failed(judging.judgeAccount(account).verdicts);
}

/** Judges the migrations of all users, none of whose credentials was used of late. */
function judgeMigrations({ policies, groups, providers, users }: Facts): number {
  const policyFacts = createHeldPolicyFacts({ policies, groups });
  const shared = { at: BENCH_NOW, scanId: null, usedUntil: BENCH_NOW, unread: {}, before: null, observed: null };
  const nothing = { plan: null, successor: null, exceptedUntil: null, recreatedAt: null, campaignId: null };
  const judged = users.map(({ user, credentials }) =>
    judgeMigration({
      ...{ ...shared, ...nothing, user, credentials, policies: policyFacts(user) },
      providerArns: providers.map(({ arn }) => arn),
      quietnessOf: ({ kind, status, createdAt }) =>
        quietnessOf({
          ...{ kind, status, createdAt, goneAt: null, asOf: BENCH_NOW, daysUsed: [] },
          ...{ scanDays: [BENCH_NOW.toISOString().slice(0, 10)], lastUse: { kind: "never" } },
        }),
    }),
  );
  return judged.filter((migration) => migration !== null).length;
}

const median = (costs: readonly Cost[]): number =>
  costs.map(({ cpuSeconds }) => cpuSeconds).sort((a, b) => a - b)[Math.floor(costs.length / 2)] ?? Number.NaN;

/** CPU time of the rules alone over 10,000 identities. The floor: JSON.parse of the same facts, which any judge has to pay. */
export async function benchJudge(): Promise<Line[]> {
  const json = JSON.stringify(judgedFacts());
  const [floors, cold, warm]: [Cost[], Cost[], Cost[]] = [[], [], []];
  const moving: Cost[] = [];
  let [findings, migrations] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    floors.push((await measure(async () => JSON.parse(json) as unknown)).cost);
    const facts = judgedFacts();
    const { result, cost } = await measure(async () => judge(facts));
    (run === 0 ? cold : warm).push(cost);
    findings = result;
    const migrated = await measure(async () => judgeMigrations(facts));
    moving.push(migrated.cost);
    migrations = migrated.result;
  }
  const floor = median(floors);
  const line = (what: string, costs: readonly Cost[]): Line => ({
    what,
    value: seconds(median(costs)),
    ratio: times(median(costs) / floor, "the floor"),
  });
  return [
    { what: "floor: JSON.parse of the facts, CPU", value: seconds(floor), ratio: `${count(json.length)} characters` },
    line(`judge ${count(JUDGED_SIZE.users + JUDGED_SIZE.roles)} identities for the first time, CPU`, cold),
    line("again, CPU", warm),
    { what: "findings", value: count(findings) },
    line("the migrations of its users, CPU", moving),
    { what: "migrations", value: count(migrations) },
  ];
}
