/**
 * What {@code OwnClientsIT} deploys beside Warden: pages for people and an interface for bearers of access tokens,
 * which leave to their server who somebody is. How it finds out is configured by files that Warden wrote.
 */
package dev.warden.server.application;
