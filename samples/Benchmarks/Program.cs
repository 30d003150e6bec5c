using Larq.Benchmarks;

if (args is not ["packed", .. var options])
{
    Console.Error.WriteLine(
        "Usage: dotnet run -c Release --project samples/Benchmarks -- packed [--quick] [--only ID] [--json FILE]");
    return 2;
}

return PackedCommand.Run(options);
