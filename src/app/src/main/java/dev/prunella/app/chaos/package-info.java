/** Kills and stalls the processes of a running loop under load, and has the run judged. */
package dev.prunella.app.chaos;
