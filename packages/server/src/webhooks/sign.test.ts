import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSecret, signatureHeaders } from './sign.ts';

describe('signatureHeaders', () => {
  it('signs as the published example of Standard Webhooks does', () => {
    const headers = signatureHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: 1_614_265_330_999,
      body: '{"test": 2432232314}',
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });
});

describe('createSecret', () => {
  it('makes 32 bytes that no other one has, and that sign', () => {
    const secret = createSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(createSecret()).not.toBe(secret);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update('a.1.b').digest('base64');
    expect(signatureHeaders(secret, { id: 'a', at: 1000, body: 'b' })['webhook-signature']).toBe(`v1,${expected}`);
  });
});
