// An application on Node.js that signs people in by openid-client. OpenIdClientIT runs one function of it at a time and
// plays the person: "open ADDRESS" on standard output sends a browser there, and the line that comes back is where it
// arrived.
//
// node application.mjs ISSUER FUNCTION
import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import * as openid from 'openid-client'

const SECRET = 'shop-secret-0123456789abcdef0123456789'
const REPORT_SECRET = 'report-secret-0123456789abcdef012345'
const REPORT_JWT_SECRET = 'report-secret-0123456789abcdef0123456789'
const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
// RFC 7515 appendix A.3
const RFC7515_KEY = {
  kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0', d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI'
}

const [issuer, chosen] = process.argv.slice(2)
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

/** Sends the person's browser somewhere. @returns where it arrived */
async function open (address) {
  console.log(`open ${address.href}`)
  return new URL((await answers.next()).value)
}

/** What every function begins with: all but the issuer is discovered, and signatures are verified, not only claims. */
async function discover (id, authentication, metadata = {}) {
  const config = await openid.discovery(new URL(issuer), id, metadata, authentication,
    { execute: [openid.allowInsecureRequests] })
  openid.enableNonRepudiationChecks(config)
  return config
}

/** The parameters of a request, and what its answer must be held against. */
async function request (redirectUri, more = {}) {
  const verifier = openid.randomPKCECodeVerifier()
  const state = openid.randomState()
  const nonce = openid.randomNonce()
  return {
    parameters: {
      redirect_uri: redirectUri, scope: 'openid profile email', state, nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more
    },
    checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
  }
}

async function signIn (config, redirectUri, more) {
  const { parameters, checks } = await request(redirectUri, more)
  return openid.authorizationCodeGrant(config, await open(openid.buildAuthorizationUrl(config, parameters)), checks)
}

function header (jwt) {
  return JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url'))
}

async function refused (promise, error) {
  await assert.rejects(promise, e => {
    assert.equal(e.error, error, e.stack)
    return true
  })
}

const functions = {
  async a_code_with_pkce_by_a_client_with_a_secret () {
    const config = await discover('shop', openid.ClientSecretBasic(SECRET))
    const tokens = await signIn(config, 'https://shop.example/callback')

    assert.equal(header(tokens.id_token).alg, 'RS256')
    const claims = tokens.claims()
    assert.equal(claims.aud, 'shop')
    const info = await openid.fetchUserInfo(config, tokens.access_token, claims.sub)
    assert.match(info.email, /@test\.example$/i)
    assert.ok(info.preferred_username)
  },

  async a_verifier_of_somebody_else_is_refused () {
    const config = await discover('shop', openid.ClientSecretBasic(SECRET))
    const { parameters, checks } = await request('https://shop.example/callback')
    const there = await open(openid.buildAuthorizationUrl(config, parameters))
    await refused(openid.authorizationCodeGrant(config, there,
      { ...checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() }), 'invalid_grant')
  },

  async a_native_client_without_a_secret () {
    const config = await discover('app', openid.None())
    const tokens = await signIn(config, 'com.example.app:/callback')
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token)
    assert.equal(next.claims().sub, tokens.claims().sub)
    await openid.tokenRevocation(config, next.refresh_token)
    await refused(openid.refreshTokenGrant(config, next.refresh_token), 'invalid_grant')
  },

  async refresh_introspection_and_revocation () {
    const config = await discover('shop', openid.ClientSecretBasic(SECRET))
    const first = await signIn(config, 'https://shop.example/callback')
    const second = await openid.refreshTokenGrant(config, first.refresh_token)
    assert.equal(second.claims().sub, first.claims().sub)
    assert.notEqual(second.refresh_token, first.refresh_token)

    const active = await openid.tokenIntrospection(config, second.access_token)
    assert.equal(active.active, true)
    assert.equal(active.client_id, 'shop')
    assert.equal(active.sub, first.claims().sub)
    await openid.tokenRevocation(config, second.refresh_token)
    assert.equal((await openid.tokenIntrospection(config, second.access_token)).active, false)
    await refused(openid.refreshTokenGrant(config, second.refresh_token), 'invalid_grant')
  },

  async signed_userinfo_with_es256_and_client_secret_post () {
    const config = await discover('shop-post', openid.ClientSecretPost(SECRET),
      { id_token_signed_response_alg: 'ES256', userinfo_signed_response_alg: 'ES256' })
    const tokens = await signIn(config, 'https://post.example/callback')
    assert.equal(header(tokens.id_token).alg, 'ES256')
    const info = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub)
    assert.equal(info.aud, 'shop-post', 'a claim that only the signed form has')
  },

  async an_id_token_with_eddsa () {
    const config = await discover('shop-rfc9068', openid.ClientSecretBasic(SECRET),
      { id_token_signed_response_alg: 'EdDSA' })
    const tokens = await signIn(config, 'https://rfc9068.example/callback')
    assert.equal(header(tokens.id_token).alg, 'EdDSA')
    assert.equal(header(tokens.access_token).typ, 'at+jwt')
  },

  async a_pushed_request () {
    const config = await discover('shop-pushed', openid.ClientSecretBasic(SECRET))
    const { parameters, checks } = await request('https://pushed.example/callback')
    const address = await openid.buildAuthorizationUrlWithPAR(config, parameters)
    assert.deepEqual([...address.searchParams.keys()].sort(), ['client_id', 'request_uri'])
    const tokens = await openid.authorizationCodeGrant(config, await open(address), checks)
    assert.equal(tokens.claims().aud, 'shop-pushed')
  },

  async a_signed_request () {
    const config = await discover('shop-signed', openid.ClientSecretBasic(SECRET))
    const key = await crypto.subtle.importKey('jwk', RFC7515_KEY, P256, false, ['sign'])
    const { parameters, checks } = await request('https://signed.example/callback')
    const address = await openid.buildAuthorizationUrlWithJAR(config, parameters, { key, kid: 'rfc7515-a3' })
    const tokens = await openid.authorizationCodeGrant(config, await open(address), checks)
    assert.equal(tokens.claims().aud, 'shop-signed')
  },

  async an_application_that_registers_itself_and_signs_with_its_key () {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
    const redirectUri = 'https://registered-by-node.example/callback'
    const config = await openid.dynamicClientRegistration(new URL(issuer), {
      client_name: 'Registered by Node.js',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: ['https://registered-by-node.example/bye'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      id_token_signed_response_alg: 'PS256',
      jwks: { keys: [{ kty, crv, x, y, kid: 'node-1', use: 'sig', alg: 'ES256' }] }
    }, openid.PrivateKeyJwt({ key: privateKey, kid: 'node-1' }), { execute: [openid.allowInsecureRequests] })
    openid.enableNonRepudiationChecks(config)
    assert.ok(config.clientMetadata().client_id)

    // All that this client authenticates for: the pushed request, the code, a refresh, introspection, revocation.
    const { parameters, checks } = await request(redirectUri)
    const tokens = await openid.authorizationCodeGrant(config,
      await open(await openid.buildAuthorizationUrlWithPAR(config, parameters)), checks)
    assert.equal(header(tokens.id_token).alg, 'PS256')
    const next = await openid.refreshTokenGrant(config, tokens.refresh_token)
    assert.equal((await openid.tokenIntrospection(config, next.access_token)).active, true)
    await openid.tokenRevocation(config, next.access_token)
    assert.equal((await openid.tokenIntrospection(config, next.access_token)).active, false)
  },

  async a_service_for_itself () {
    for (const [id, authentication] of [['report', openid.ClientSecretBasic(REPORT_SECRET)],
      ['report-jwt', openid.ClientSecretJwt(REPORT_JWT_SECRET)]]) {
      const config = await discover(id, authentication)
      const tokens = await openid.clientCredentialsGrant(config, { scope: 'orders:read' })
      assert.equal(tokens.scope, 'orders:read')
      assert.equal(tokens.token_type, 'bearer')
    }
    const impostor = await discover('report', openid.ClientSecretBasic('not-the-secret-of-anybody-at-all'))
    await assert.rejects(openid.clientCredentialsGrant(impostor, { scope: 'orders:read' }), { status: 401 })
  },

  async sign_out_ends_the_session () {
    const redirectUri = 'https://back.example/callback'
    const config = await discover('shop-logout', openid.ClientSecretBasic(SECRET))
    const tokens = await signIn(config, redirectUri)
    const silent = await signIn(config, redirectUri, { prompt: 'none' })
    assert.equal(silent.claims().sub, tokens.claims().sub)

    const there = await open(openid.buildEndSessionUrl(config,
      { id_token_hint: tokens.id_token, post_logout_redirect_uri: 'https://back.example/bye', state: 'out' }))
    assert.equal(there.href, 'https://back.example/bye?state=out')
    await refused(openid.refreshTokenGrant(config, silent.refresh_token), 'invalid_grant')
    await refused(signIn(config, redirectUri, { prompt: 'none' }), 'login_required')
  }
}

assert.ok(Object.hasOwn(functions, chosen), `no function ${chosen}`)
await functions[chosen]()
console.log('done')
process.exit(0)
