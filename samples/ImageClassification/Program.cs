// Images through a network of the zoo: ImageNet's classes with published weights, and one's own classes by transfer.
using ImageClassification;
using ImageClassification.Drawing;

CommandLine options;
try
{
    options = CommandLine.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine($"{error.Message}\n{CommandLine.Usage}");
    return 2;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, cancellation.CancelAsync());
try
{
    var commands = new Commands(options, cancellation.Token);
    switch (options.Command)
    {
        case "classify":
            await commands.ClassifyAsync();
            return 0;
        case "transfer":
            await commands.TransferAsync();
            return 0;
        case "predict":
            commands.Predict();
            return 0;
        default:
            return new DrawnRun(options.Seed, cancellation.Token).Run() ? 0 : 1;
    }
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled.");
    return 130;
}
catch (Exception error) when (
    error is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
catch (InvalidOperationException) when (ImageFolder.Unreadable(options.Folder) is { } path)
{
    Console.Error.WriteLine($"'{path}' is no image that can be read: put it somewhere else.");
    return 2;
}
