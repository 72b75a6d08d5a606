/**
 * The AWS CLI as far as the wizard's script needs it: what version 1 and version 2 both have, and nothing else. A command or an
 * option that is not here ends it as the real ones end, so that the script cannot come to need what one of them lacks.
 */
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

type Options = Readonly<Record<string, string>>;
type Command = { options: readonly string[]; send: (given: Options, region: string) => Promise<object> };

const iam = (region: string) => new IAMClient({ region });
const role = (given: Options) => ({ RoleName: given["role-name"] ?? "" });
const session = (given: Options) => ({
  Description: given.description,
  MaxSessionDuration: Number(given["max-session-duration"]),
});

const COMMANDS: Readonly<Record<string, Command>> = {
  "sts get-caller-identity": {
    options: ["query", "output"],
    send: (_, region) => new STSClient({ region }).send(new GetCallerIdentityCommand({})),
  },
  "iam create-role": {
    options: ["role-name", "description", "max-session-duration", "assume-role-policy-document"],
    send: (given, region) => {
      const AssumeRolePolicyDocument = given["assume-role-policy-document"];
      return iam(region).send(new CreateRoleCommand({ ...role(given), ...session(given), AssumeRolePolicyDocument }));
    },
  },
  "iam update-assume-role-policy": {
    options: ["role-name", "policy-document"],
    send: (given, region) => {
      const PolicyDocument = given["policy-document"];
      return iam(region).send(new UpdateAssumeRolePolicyCommand({ ...role(given), PolicyDocument }));
    },
  },
  "iam update-role": {
    options: ["role-name", "description", "max-session-duration"],
    send: (given, region) => iam(region).send(new UpdateRoleCommand({ ...role(given), ...session(given) })),
  },
  "iam put-role-policy": {
    options: ["role-name", "policy-name", "policy-document"],
    send: (given, region) => {
      const [PolicyName, PolicyDocument] = [given["policy-name"], given["policy-document"]];
      return iam(region).send(new PutRolePolicyCommand({ ...role(given), PolicyName, PolicyDocument }));
    },
  },
  "iam get-role": {
    options: ["role-name", "query", "output"],
    send: (given, region) => iam(region).send(new GetRoleCommand(role(given))),
  },
};

class Refused extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

function readOptions(words: readonly string[], allowed: readonly string[]): Options {
  const given: Record<string, string> = {};
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at]?.replace(/^--/, "") ?? "";
    const value = words[at + 1];
    if (!allowed.includes(name) || value === undefined) throw new Refused(252, `Unknown options: ${words[at]}`);
    given[name] = value;
  }
  return given;
}

/** The Region of the environment alone. Version 1 knows this variable and no other one. */
// biome-ignore lint/style/noProcessEnv: this is a program of its own, and reads what the real one reads
const regionOf = (): string | undefined => process.env.AWS_DEFAULT_REGION || undefined;

async function run([service = "", operation = "", ...words]: readonly string[]): Promise<string> {
  // No Region is configured in any file: the real ones print nothing then.
  if (`${service} ${operation}` === "configure get") throw new Refused(1, "");
  const command = COMMANDS[`${service} ${operation}`];
  if (!command) throw new Refused(252, `argument command: Invalid choice: ${service} ${operation}`);
  const given = readOptions(words, command.options);
  const region = regionOf();
  if (!region)
    throw new Refused(253, 'You must specify a region. You can also configure your region by running "aws configure".');
  const answer = await command.send(given, region).catch((error: Error) => {
    const code = error.name.replace(/Exception$/, "");
    throw new Refused(254, `\nAn error occurred (${code}) when calling the ${operation} operation: ${error.message}`);
  });
  const { $metadata: _, ...told } = answer as { $metadata?: unknown };
  const path = given.query?.split(".") ?? [];
  // Of an answer without anything in it the real ones print nothing.
  if (path.length === 0) return Object.keys(told).length === 0 ? "" : `${JSON.stringify(told)}\n`;
  return `${path.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], told)}\n`;
}

try {
  process.stdout.write(await run(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
