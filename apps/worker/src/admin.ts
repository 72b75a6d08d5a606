import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  createTenant,
  listOpenInvitations,
  readEvidenceHead,
  systemCtx,
  verifyEvidence,
  verifyForecast,
  verifyHistory,
  type WorkerDeps,
} from "@rolecall/core";
import { z } from "zod";
import { createWorkerContext } from "./context.ts";

const USAGE = `Usage:
  npm run admin -- example                        Prints how to connect the example's last account by hand
  npm run admin -- tenant create --name <organisation> --email <first member> [--invite]
      Makes an organisation. Somebody new gets a password to hand over, with --invite a link to choose their own by
  npm run admin -- invitation list   Links that nobody has opened yet, to be handed over where there is no mail server
  npm run admin -- verify-history --tenant <id>   Judges the history of a tenant's accounts again, and tells what is kept otherwise
  npm run admin -- verify-evidence --tenant <id> [--head <file>]
      Checks that no entry of a tenant's evidence was changed, taken out or put in; by a head that was saved earlier from
      GET /api/v1/evidence/head also that none was cut off or rewritten
  npm run admin -- verify-forecast --tenant <id>  Sets what was forecast of migrations, week by week, beside what came`;
const TenantCreate = z.object({
  name: z.string({ error: "--name is missing" }),
  email: z.email({ error: "--email is missing or is no e-mail address" }),
  invite: z.boolean().default(false),
});
const OfTenant = z.object({ tenant: z.uuid({ error: "--tenant is missing or is no tenant's id" }) });
const VerifyEvidence = OfTenant.extend({ head: z.string().optional() });

/** Of the intervals of 85 %, which the example's year has to hold. */
const LEAST_HELD = 0.75;

const print = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

function parse<Input>(schema: z.ZodType<Input>, values: unknown): Input {
  const input = schema.safeParse(values);
  if (input.success) return input.data;
  throw new Error(`${input.error.issues.map((issue) => issue.message).join("; ")}\n${USAGE}`);
}

/** Each command, which prints lines of JSON. @returns whether all is well */
const COMMANDS: Record<string, (values: unknown) => (deps: WorkerDeps) => Promise<boolean>> = {
  "tenant create": (values) => {
    const { invite, ...input } = parse(TenantCreate, values);
    return async (deps) => {
      print(await createTenant(deps, { ...input, isInvited: invite }));
      return true;
    };
  },
  "invitation list": () => async (deps) => {
    for (const invitation of await listOpenInvitations(deps)) print(invitation);
    return true;
  },
  "verify-history": (values) => {
    const { tenant } = parse(OfTenant, values);
    return async (deps) => {
      let isTrue = true;
      for await (const account of verifyHistory(systemCtx(deps, tenant))) {
        print(account);
        isTrue &&= account.differences.length === 0;
      }
      return isTrue;
    };
  },
  "verify-evidence": (values) => {
    const { tenant, head } = parse(VerifyEvidence, values);
    const known = head === undefined ? null : readEvidenceHead(readFileSync(head, "utf8"));
    return async (deps) => {
      const verified = await verifyEvidence(systemCtx(deps, tenant), known);
      print(verified);
      return verified.problems.length === 0;
    };
  },
  "verify-forecast": (values) => {
    const { tenant } = parse(OfTenant, values);
    return async (deps) => {
      const weeks = await verifyForecast(systemCtx(deps, tenant));
      for (const week of weeks) print(week);
      const held = weeks.filter(({ holds }) => holds).length;
      print({ weeks: weeks.length, held });
      return held >= LEAST_HELD * weeks.length;
    };
  },
};

/** Runs one administrative command. @returns the exit code: 1 where a history or a chain is not what it should be */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: "string" },
      email: { type: "string" },
      tenant: { type: "string" },
      head: { type: "string" },
      invite: { type: "boolean" },
    },
  });
  const command = COMMANDS[positionals.join(" ")];
  if (!command) throw new Error(USAGE);
  const run = command(values);
  const deps = createWorkerContext();
  try {
    return (await run(deps)) ? 0 : 1;
  } finally {
    await deps.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
