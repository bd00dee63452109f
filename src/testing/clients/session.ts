// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFile } from 'child_process';
import { promisify } from 'util';

import type { IEnvironment, IServerDescription } from '../server';

const run = promisify(execFile);

/** Asks a store for a session by botocore, which our server has anyway. */
const ASK = `
import json, sys
import botocore.session
asked = json.load(sys.stdin)
client = botocore.session.get_session().create_client("sts", **asked["client"])
print(json.dumps(client.assume_role(**asked["session"])["Credentials"], default=str))
`;

/**
 * The variables of temporary credentials that may do what a policy allows, as
 * MinIO gives them (STS API: AssumeRole).
 *
 * @param statements - Of the policy.
 */
export async function sessionUnder(
  description: IServerDescription,
  statements: readonly object[]
): Promise<IEnvironment> {
  const { accessKey, endpoint, region, secretKey } = description;
  const asked = {
    client: {
      endpoint_url: endpoint,
      region_name: region,
      aws_access_key_id: accessKey,
      aws_secret_access_key: secretKey
    },
    session: {
      RoleArn: 'arn:aws:iam::123456789012:role/test',
      RoleSessionName: 'test',
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements })
    }
  };
  const asking = run('python', ['-c', ASK]);
  asking.child.stdin?.end(JSON.stringify(asked));
  const issued = JSON.parse((await asking).stdout);
  return {
    AWS_ACCESS_KEY_ID: issued.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: issued.SecretAccessKey,
    AWS_SESSION_TOKEN: issued.SessionToken
  };
}
