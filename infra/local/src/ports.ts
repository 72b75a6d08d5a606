import { Failure, findFreePort, hasCode } from "@rolecall/embedded-postgres";

/**
 * Reads the port to listen on and makes sure that it is free. "0" = any free one.
 *
 * @throws Failure that says which port is taken and how to choose another
 */
export async function choosePort(wanted: string, host: string): Promise<number> {
  const port = Number(wanted);
  if (!/^\d+$/.test(wanted) || port > 65_535)
    throw new Failure(`PORT=${wanted} is not a port: use a number up to 65535.`);
  try {
    return await findFreePort(host, port);
  } catch (cause) {
    throw new Failure(explain(cause, host, port), { cause });
  }
}

function explain(cause: unknown, host: string, port: number): string {
  const another = `Choose another port, for example: PORT=${port < 65_000 ? port + 1 : 3000} npm start`;
  if (hasCode(cause, "EADDRINUSE")) return `Port ${port} is taken by another program. ${another}`;
  if (hasCode(cause, "EACCES")) return `Port ${port} may not be used by this user. ${another}`;
  if (hasCode(cause, "EADDRNOTAVAIL", "ENOTFOUND")) return `HOST=${host} is not an address of this machine.`;
  return `Port ${port} cannot be used: ${cause instanceof Error ? cause.message : cause}. ${another}`;
}
