/** The Confluent wire format: records whose writer's schema is in a schema registry. */
package dev.prunella.registry;
