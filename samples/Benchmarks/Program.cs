using Larq.Benchmarks;

switch (args)
{
    case ["packed", .. var options]:
        return PackedCommand.Run(options);
    case ["training", .. var options]:
        return TrainingCommand.Run(options);
    case ["zoo", .. var options]:
        return ZooCommand.Run(options);
    case ["first", .. var options]:
        return FirstRows.Run(options);
    case ["first-child", var name]:
        return FirstRows.RunChild(name);
    case ["zoo-memory"]:
        return ZooCommand.ChildMemory();
    case ["wire"]:
        return WireClock.Run();
    case ["step-time", .. var options]:
        return PageCommand.Run(options);
    default:
        Console.Error.WriteLine(
            """
            Usage: dotnet run -c Release --project samples/Benchmarks -- packed
                       [--quick] [--least] [--only ID] [--json FILE] [--dotnet]
                   dotnet run -c Release --project samples/Benchmarks -- training
                       [--quick] [--shares] [--wide] [--data FOLDER] [--json FILE]
                   dotnet run -c Release --project samples/Benchmarks -- zoo
                       [--quick] [--only ID] [--json FILE]
                   dotnet run -c Release --project samples/Benchmarks -- first
                       [--json FILE]
                   dotnet run -c Release --project samples/Benchmarks -- step-time
                       [--svg FILE]
                   mpirun -n 2 dotnet Larq.Benchmarks.dll wire
            """);
        return 2;
}
