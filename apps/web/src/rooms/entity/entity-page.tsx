import { Group, Stack } from "@mantine/core";
import type { Credential, Subject } from "@rolecall/domain";
import { PageHeader, TableSkeleton } from "@rolecall/ui";
import type { ReactNode } from "react";
import { serverApi } from "../../server/api.ts";
import { hrefOf } from "../address/href.ts";
import type { SearchParams } from "../address/page-address.ts";
import { AsOfBanner } from "../as-of/as-of-banner.tsx";
import { AsOfForm } from "../as-of/as-of-form.tsx";
import { type Moment, momentOfSearch } from "../as-of/moment.ts";
import { NotKnownThen } from "../as-of/not-known-then.tsx";
import { readAt } from "../as-of/read-at.ts";
import { Block } from "../block/block.tsx";
import { SubjectHistory } from "../history/subject-history.tsx";
import { GoneNotice } from "./gone-notice.tsx";
import { SourceList } from "./source-list.tsx";

type Api = Awaited<ReturnType<typeof serverApi>>;
type Versioned = { id: string; goneAt: Date | null; sources: Credential["sources"] };

/** An entity, and the moment at which it is shown. */
export type EntityAt<E> = { entity: E; moment: Moment };

/** What the page of one user, role, policy, ... declares. */
export type Entity<E extends Versioned> = {
  subject: Subject;
  /** In the singular, such as `role`. */
  noun: string;
  /** The list of all entities of this kind. The path of one entity lies below the path of the list. */
  list: { title: string; path: string };
  read: (api: Api, query: { id: string; asOf: Date | undefined }) => Promise<E>;
  title: (entity: E) => string;
  description: (entity: E) => string;
  actions?: (at: EntityAt<E>) => ReactNode;
  body: (at: EntityAt<E>) => ReactNode;
};

export type EntityPageProps = { params: Promise<{ id: string }>; searchParams: SearchParams };

/** The page of one entity, now or on a day of the past. The notice of its deletion, its history and its sources come with it. */
export async function EntityPage<E extends Versioned>(props: EntityPageProps & { page: Entity<E> }) {
  const { subject, noun, list, read, title, description, actions, body } = props.page;
  const [{ id }, moment] = await Promise.all([props.params, momentOfSearch(props.searchParams)]);
  const api = await serverApi();
  const entity = await readAt(moment, (asOf) => read(api, { id, asOf }));
  const path = `${list.path}/${id}`;
  const breadcrumbs = [{ label: list.title, href: hrefOf(list.path, { asOf: moment.day }) }];
  if (!entity) return <NotKnownThen noun={noun} path={path} breadcrumbs={breadcrumbs} moment={moment} />;
  const at = { entity, moment };
  return (
    <>
      <PageHeader
        title={title(entity)}
        description={description(entity)}
        breadcrumbs={breadcrumbs}
        actions={
          <Group gap="sm" align="flex-end">
            {actions?.(at)}
            <AsOfForm action={path} moment={moment} />
          </Group>
        }
      />
      <Stack gap="md">
        <AsOfBanner moment={moment} nowHref={path} />
        <GoneNotice goneAt={entity.goneAt} noun={noun} />
        {body(at)}
        <Block name="The history" query={[id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
          <SubjectHistory subject={subject} subjectId={id} noun={noun} moment={moment} />
        </Block>
        <SourceList sources={entity.sources} now={moment.at} />
      </Stack>
    </>
  );
}
