import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "@rolecall/embedded-postgres";
import { assertStrongSecret } from "./secrets.ts";

/** The folder of the whole project. */
export const projectFolder = resolve(fileURLToPath(import.meta.url), "../../../..");

type Variables = Readonly<Record<string, string | undefined>>;

/** What the user set, with empty values read as not set. */
export type Settings = {
  homeDir: string;
  /** As written; "0" = any free port. */
  port: string;
  host: string;
  /** The user's own server, or null for the embedded one. */
  databaseUrl: string | null;
  /** The example organisation with its own AWS; not with ROLECALL_DEMO=off or when an endpoint for AWS is set. */
  demo: boolean;
  /** Everything that children inherit. */
  inherited: Variables;
};

/**
 * Reads the environment of this process.
 *
 * @throws Failure for a value that cannot be used, or a secret that others can guess
 */
export function readSettings(): Settings {
  // biome-ignore lint/style/noProcessEnv: this module is the one reader of the environment here
  return settingsFrom(process.env);
}

/** @see readSettings */
export function settingsFrom(variables: Variables): Settings {
  const inherited = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  for (const name of ["NEXTAUTH_SECRET", "UNSUBSCRIBE_SECRET"]) {
    const value = inherited[name];
    if (value !== undefined) assertStrongSecret(name, value);
  }
  const hasEndpoint = Object.keys(inherited).some((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name));
  const isDemoOff = readSwitch(inherited, "ROLECALL_DEMO") === "off";
  return {
    homeDir: resolve(projectFolder, inherited.ROLECALL_HOME ?? ".rolecall"),
    port: inherited.PORT ?? "3000",
    host: inherited.HOST ?? "127.0.0.1",
    databaseUrl: readDatabaseUrl(inherited),
    demo: !hasEndpoint && !isDemoOff,
    inherited,
  };
}

function readSwitch(variables: Variables, name: string): "on" | "off" {
  const value = variables[name]?.toLowerCase() ?? "on";
  if (value === "on" || value === "off") return value;
  throw new Failure(`${name}=${variables[name]} is not known: use on or off.`);
}

function readDatabaseUrl(variables: Variables): string | null {
  const value = variables.DATABASE_URL;
  if (!value) return null;
  if (URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)) return value;
  throw new Failure(
    "DATABASE_URL is not a connection string of Postgres, such as postgresql://user:password@host:5432/rolecall.",
  );
}

/** Points the AWS SDK of this process at another endpoint. It reads its variables when a client is made. */
export function setAwsEndpoint(url: string): void {
  // biome-ignore lint/style/noProcessEnv: the SDK takes its endpoint from the environment only
  process.env.AWS_ENDPOINT_URL = url;
}
