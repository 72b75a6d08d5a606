/**
 * Services that act on events or data which may come from another account, and that send aws:SourceArn or aws:SourceAccount with
 * AssumeRole, so that a trust policy can hold them to its own account. Services that only act for resources that somebody of the
 * account itself gave the role to (EC2, Lambda, ECS tasks, Glue, Step Functions ...) are not here: a demand for the keys would be
 * of no use there, and some of them never send the keys. Names are without `.amazonaws.com` and without a Region.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
const CROSS_SERVICE: ReadonlyMap<string, { arnService: string; source: string }> = new Map(
  (
    [
      ["apigateway", "apigateway", "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"],
      [
        "backup",
        "backup",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "bedrock",
        "bedrock",
        "https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "cloudtrail",
        "cloudtrail",
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "cognito-idp",
        "cognito-idp",
        "https://docs.aws.amazon.com/cognito/latest/developerguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "config",
        "config",
        "https://docs.aws.amazon.com/config/latest/developerguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "datasync",
        "datasync",
        "https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "events",
        "events",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "iot",
        "iot",
        "https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html",
      ],
      ["logs", "logs", "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-confused-deputy.html"],
      [
        "pipes",
        "pipes",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html",
      ],
      [
        "scheduler",
        "scheduler",
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
      ],
      ["ses", "ses", "https://docs.aws.amazon.com/ses/latest/dg/cross-service-confused-deputy-prevention.html"],
      ["sns", "sns", "https://docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html"],
      ["transfer", "transfer", "https://docs.aws.amazon.com/transfer/latest/userguide/confused-deputy.html"],
      ["vpc-flow-logs", "ec2", "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html"],
    ] as const
  ).map(([service, arnService, source]) => [service, { arnService, source }]),
);

const REGION_SUFFIX = /\.[a-z]{2}(?:-[a-z]+)+-\d$/;
const HOST_SUFFIX = /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|aws\.internal)$/;

/** A service principal without its host and Region, in lower case. */
export const serviceName = (principal: string): string =>
  principal.toLowerCase().replace(HOST_SUFFIX, "").replace(REGION_SUFFIX, "");

/** The service in the ARNs of what it acts for; null: no service that a trust policy could hold to its account. */
export const crossServiceArn = (service: string): string | null => CROSS_SERVICE.get(service)?.arnService ?? null;
