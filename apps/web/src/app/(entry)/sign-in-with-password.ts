import { signIn } from "next-auth/react";

/** Signs in. Returns null after success, else the reason, in words for the form. */
export async function signInWithPassword(values: { email: string; password: string }): Promise<string | null> {
  const answer = await signIn("credentials", { ...values, redirect: false });
  if (answer?.ok && !answer.error) return null;
  const seconds = /^RATE_LIMITED:(\d+)$/.exec(answer?.error ?? "")?.[1];
  if (seconds) return `Too many attempts. Try again in ${Math.ceil(Number(seconds) / 60)} minutes.`;
  if (answer?.error === "CredentialsSignin") return "E-mail or password is not right.";
  return "Signing in did not work just now. Try again in a moment.";
}
