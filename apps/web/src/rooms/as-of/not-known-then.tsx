import { Stack } from "@mantine/core";
import { type Breadcrumb, EmptyState, LinkButton, PageHeader } from "@rolecall/ui";
import { AsOfForm } from "./as-of-form.tsx";
import type { Moment } from "./moment.ts";

type NotKnownThenProps = { noun: string; path: string; breadcrumbs: readonly Breadcrumb[]; moment: Moment };

/** Shown instead of an entity that is known, but was not known at the requested moment. */
export function NotKnownThen({ noun, path, breadcrumbs, moment }: NotKnownThenProps) {
  return (
    <>
      <PageHeader
        title={`This ${noun} was not known then`}
        breadcrumbs={breadcrumbs}
        actions={<AsOfForm action={path} moment={moment} />}
      />
      <Stack gap="md">
        <EmptyState
          title={`Nothing was known of it on ${moment.day}`}
          description={`Either this ${noun} did not exist yet, or no scan had read it by the end of that day.`}
          actions={<LinkButton href={path}>See it now</LinkButton>}
        />
      </Stack>
    </>
  );
}
