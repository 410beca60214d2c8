from benchmarks.quality.timelines.run import main

main()
