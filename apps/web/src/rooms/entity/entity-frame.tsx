import { Group, Stack } from "@mantine/core";
import type { Credential, Subject } from "@rolecall/domain";
import { type Breadcrumb, PageHeader, TableSkeleton } from "@rolecall/ui";
import type { ReactNode } from "react";
import { AsOfBanner } from "../as-of/as-of-banner.tsx";
import { AsOfForm } from "../as-of/as-of-form.tsx";
import type { Moment } from "../as-of/moment.ts";
import { Block } from "../block/block.tsx";
import { SubjectHistory } from "../history/subject-history.tsx";
import { GoneNotice } from "./gone-notice.tsx";
import { SourceList } from "./source-list.tsx";

type EntityFrameProps = {
  title: string;
  description: ReactNode;
  /** In the singular, such as `role`. */
  noun: string;
  /** The page without a query. */
  path: string;
  breadcrumbs: readonly Breadcrumb[];
  moment: Moment;
  subject: Subject;
  entity: { id: string; goneAt: Date | null; sources: Credential["sources"] };
  actions?: ReactNode;
  children: ReactNode;
};

/** What the pages of all entities share: the moment they tell of, whether it is gone, its history and its sources. */
export function EntityFrame(props: EntityFrameProps) {
  const { title, description, noun, path, breadcrumbs, moment, subject, entity, actions, children } = props;
  return (
    <>
      <PageHeader
        title={title}
        description={description}
        breadcrumbs={breadcrumbs}
        actions={
          <Group gap="sm" align="flex-end">
            {actions}
            <AsOfForm action={path} moment={moment} />
          </Group>
        }
      />
      <Stack gap="md">
        <AsOfBanner moment={moment} nowHref={path} />
        <GoneNotice goneAt={entity.goneAt} noun={noun} />
        {children}
        <Block name="The history" query={[entity.id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
          <SubjectHistory subject={subject} subjectId={entity.id} noun={noun} moment={moment} />
        </Block>
        <SourceList sources={entity.sources} now={moment.at} />
      </Stack>
    </>
  );
}
