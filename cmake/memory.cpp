// How the executables allocate. An event passes four threads; glibc's malloc spent a fifth of the processor
// time on it. One arena: the memory of an idle process counts, and its threads meet in their caches.
extern "C" const char* malloc_conf;
const char* malloc_conf = "narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0";
