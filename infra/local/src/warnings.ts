import type { Settings } from "./env.ts";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

const isHttps = (url: string | undefined): boolean => url?.toLowerCase().startsWith("https://") ?? false;

/** What a person who starts an instance should know of how it runs. */
export function warningsOf(
  { host, inherited }: Pick<Settings, "host" | "inherited">,
  isRoot: boolean = process.getuid?.() === 0,
): string[] {
  const address = inherited.NEXTAUTH_URL ?? inherited.ROLECALL_PUBLIC_URL;
  const isOpen = !LOOPBACK.test(host) && !isHttps(address);
  const isPlainAddress = address !== undefined && !isHttps(address) && !LOOPBACK.test(new URL(address).hostname);
  return [
    ...(isRoot ? ["warning      running as root, which nothing here needs. Run it as a user of its own."] : []),
    ...(isOpen || isPlainAddress
      ? [
          "warning      plain http beyond this machine: passwords and sessions can be read on the way. Put a proxy with TLS in front, and set NEXTAUTH_URL to its https address.",
        ]
      : []),
  ];
}
