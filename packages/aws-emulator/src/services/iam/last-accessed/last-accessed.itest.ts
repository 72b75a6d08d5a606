import {
  GenerateServiceLastAccessedDetailsCommand,
  type GenerateServiceLastAccessedDetailsCommandInput,
  GetServiceLastAccessedDetailsCommand,
  type ServiceLastAccessed,
} from "@aws-sdk/client-iam";
import { expect, it } from "vitest";
import { EVERY_KIND_WORLD, lastUseByService } from "../../../index.ts";
import { assumeReader, iamClient } from "../../../testing/clients.ts";
import { everyKind } from "../../../testing/every-kind.ts";

const { awsAccountId, readerRoleArn, externalId, now } = EVERY_KIND_WORLD;
const started = everyKind();
const arn = (resource: string) => `arn:aws:iam::${awsAccountId}:${resource}`;
const noSuchEntity = { name: "NoSuchEntityException" };

const generate = async (Arn: string, more: Partial<GenerateServiceLastAccessedDetailsCommandInput> = {}) =>
  (await started.iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, ...more }))).JobId!;
const get = (JobId: string, more: { MaxItems?: number; Marker?: string } = {}) =>
  started.iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, ...more }));

async function report(
  resource: string,
  more: Partial<GenerateServiceLastAccessedDetailsCommandInput> = {},
): Promise<Record<string, ServiceLastAccessed>> {
  const jobId = await generate(arn(resource), more);
  await get(jobId);
  const { ServicesLastAccessed } = await get(jobId, { MaxItems: 1000 });
  return Object.fromEntries(ServicesLastAccessed!.map((service) => [service.ServiceNamespace!, service]));
}

it("is in progress first, then complete", async () => {
  const jobId = await generate(arn("user/service/keyspaces-app"), { Granularity: "ACTION_LEVEL" });
  const first = await get(jobId);
  expect(first).toMatchObject({ JobStatus: "IN_PROGRESS", JobType: "ACTION_LEVEL", ServicesLastAccessed: [] });
  expect(first.JobCompletionDate).toBeUndefined();
  expect(await get(jobId)).toMatchObject({ JobStatus: "COMPLETED", JobCreationDate: now, JobCompletionDate: now });
});

it("shows what a user's credentials were used for", async () => {
  const { cassandra, sqs, signin } = await report("user/service/keyspaces-app");
  const user = started.account().users.get("keyspaces-app")!;
  const used = lastUseByService(user.serviceSpecificCredentials[0]!.usage, now).get("cassandra")!;
  expect(cassandra).toEqual({
    ServiceName: "Amazon Keyspaces (for Apache Cassandra)",
    ServiceNamespace: "cassandra",
    LastAuthenticated: used.at,
    LastAuthenticatedEntity: arn("user/service/keyspaces-app"),
    LastAuthenticatedRegion: "eu-central-1",
    TotalAuthenticatedEntities: 1,
  });
  expect(sqs!.LastAuthenticated).toBeInstanceOf(Date);
  expect(signin).toBeUndefined();
});

it("shows what policies allow and nobody used, and forgets what is longer ago than 400 days", async () => {
  const services = await report("user/Bounded_User");
  expect(services.kms).toEqual({
    ServiceName: "AWS Key Management Service",
    ServiceNamespace: "kms",
    TotalAuthenticatedEntities: 0,
  });
  expect(services.sns!.LastAuthenticated).toBeUndefined();
});

it("tells the tracked actions of services that were used by them, and of no other, where it is asked for actions", async () => {
  const user = "user/people/admin";
  const { iam, s3, ec2 } = await report(user, { Granularity: "ACTION_LEVEL" });
  const actions = Object.fromEntries(iam!.TrackedActionsLastAccessed!.map((action) => [action.ActionName!, action]));
  expect(actions.ListRoles).toEqual({
    ActionName: "ListRoles",
    LastAccessedEntity: arn(user),
    LastAccessedTime: expect.any(Date),
    LastAccessedRegion: "eu-central-1",
  });
  expect(actions.ListRoles!.LastAccessedTime! <= iam!.LastAuthenticated!).toBe(true);
  expect(actions.CreateUser).toEqual({ ActionName: "CreateUser" });
  expect(actions.PassRole).toBeUndefined();
  // Objects of S3 are data: it was used, and by no action that AWS tracks.
  expect(s3!.LastAuthenticated).toBeInstanceOf(Date);
  expect(s3!.TrackedActionsLastAccessed).toBeUndefined();
  expect(ec2!.TrackedActionsLastAccessed).toBeUndefined();
  expect((await report(user)).iam!.TrackedActionsLastAccessed).toBeUndefined();
});

it("shows everything for an administrator, and a group's members together", async () => {
  const everything = Object.keys(
    await report(
      "role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_AdministratorAccess_0123456789abcdef",
    ),
  );
  expect(everything).toContain("route53");
  expect(everything).toEqual(everything.toSorted());
  const group = await report("group/Administrators");
  expect(group.s3).toMatchObject({
    LastAuthenticatedEntity: arn("user/people/admin"),
    LastAuthenticatedRegion: "us-east-1",
    TotalAuthenticatedEntities: 1,
  });
  const policy = await report("policy/app/three-versions");
  expect(policy.s3!.TotalAuthenticatedEntities).toBe(2);
});

it("is read page by page", async () => {
  const jobId = await generate(arn("user/people/admin"));
  await get(jobId);
  const namespaces: string[] = [];
  for (let page = await get(jobId, { MaxItems: 10 }); ; ) {
    namespaces.push(...page.ServicesLastAccessed!.map((service) => service.ServiceNamespace!));
    if (!page.IsTruncated) break;
    page = await get(jobId, { MaxItems: 10, Marker: page.Marker });
  }
  expect(new Set(namespaces).size).toBe(namespaces.length);
  expect(namespaces.length).toBeGreaterThan(30);
});

it("belongs to the session that asked for it", async () => {
  const jobId = await generate(arn("user/people/admin"));
  const RoleSessionName = "another-session";
  const keys = await assumeReader(started.emulator, {
    RoleArn: readerRoleArn,
    ExternalId: externalId,
    RoleSessionName,
  });
  const other = iamClient(started.emulator, keys).send(new GetServiceLastAccessedDetailsCommand({ JobId: jobId }));
  await expect(other).rejects.toMatchObject(noSuchEntity);
  expect((await get(jobId)).JobStatus).toBe("IN_PROGRESS");
});

it("is refused for what is not there", async () => {
  await expect(generate(arn("user/missing-user"))).rejects.toMatchObject(noSuchEntity);
  await expect(generate(arn("user/admin"))).rejects.toMatchObject(noSuchEntity);
  await expect(get("00000000-0000-0000-0000-000000000000")).rejects.toMatchObject(noSuchEntity);
});
