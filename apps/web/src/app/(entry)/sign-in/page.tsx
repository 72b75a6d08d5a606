import { Text, Title } from "@mantine/core";
import { LinkText } from "@rolecall/ui";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isSignUpOn } from "../../../server/env.ts";
import { currentSession } from "../../../server/session.ts";
import { localPath } from "./local-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const next = localPath((await searchParams).next);
  if (await currentSession()) redirect(next);
  return (
    <>
      <Title order={1} size="h3" mb="md">
        Sign in
      </Title>
      <SignInForm next={next} />
      {isSignUpOn() && (
        <Text size="sm" c="dimmed" mt="lg">
          No account yet?{" "}
          <LinkText underline="always" href="/sign-up">
            Create an account
          </LinkText>
        </Text>
      )}
    </>
  );
}
