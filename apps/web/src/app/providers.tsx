"use client";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { NavigationProvider } from "@rolecall/ui";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ApiProvider } from "../trpc/client.tsx";
import { cssVariablesResolver, theme } from "./theme.ts";

/** What every page stands in: theme, router, filters in the URL, API client, notifications. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const router = useRouter();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce ?? ""}
    >
      <NavigationProvider link={Link} navigate={router.push}>
        <NuqsAdapter>
          <ApiProvider>
            {children}
            <Notifications position="bottom-right" />
          </ApiProvider>
        </NuqsAdapter>
      </NavigationProvider>
    </MantineProvider>
  );
}
