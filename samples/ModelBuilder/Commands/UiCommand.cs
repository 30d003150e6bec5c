using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Running;
using Larq.ModelBuilder.Serving;

namespace Larq.ModelBuilder.Commands;

/// <summary><c>larq ui</c>: the page in the browser.</summary>
internal static class UiCommand
{
    private static readonly Argument<string> Folder = new("folder")
    {
        Description = "The folder with the data: nothing outside of it is read. Default: where you are.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<string?> Port = CommonOptions.Text(
        "--port", "The port of the page. Default: any that is free.", "PORT");

    private static readonly Option<bool> NoBrowser = new("--no-browser") { Description = "Open no browser." };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "The folder for the models, each in one of its own. Default: that with the data.",
        HelpName = "FOLDER",
    };

    public static Command Of(Terminal terminal, CancellationToken stop)
    {
        var command = new Command("ui", "Opens a page in the browser that does all of this.")
        {
            Folder, Port, NoBrowser, Output, CodeOutputs.Packages,
        };
        command.SetAction(parsed =>
        {
            try
            {
                return Serve(parsed, terminal, stop).GetAwaiter().GetResult();
            }
            catch (Exception error) when (Endings.Of(error) is { } ended)
            {
                terminal.Error.WriteLine(ended.Message);
                return ended.Code;
            }
        });
        return command;
    }

    private static async Task<int> Serve(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        await using var server = await UiServer.StartAsync(Options(parsed), stop);
        await terminal.Out.WriteLineAsync(server.OpenAddress.ToString());
        await terminal.Out.WriteLineAsync("The page is open to who has this address. Ctrl-C ends it.");
        await terminal.Out.FlushAsync(CancellationToken.None);
        if (!parsed.GetValue(NoBrowser)) Open(server.OpenOnce().ToString(), terminal);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private static UiOptions Options(ParseResult parsed)
    {
        var folder = parsed.GetValue(Folder)!;
        if (!Directory.Exists(folder)) throw new UsageException($"There is no folder '{folder}'.");
        var port = Said.Whole(parsed.GetValue(Port), "--port", 0) ?? 0;
        if (port > ushort.MaxValue) throw new UsageException($"--port is {ushort.MaxValue} at most, got {port}.");
        var packages = parsed.GetValue(CodeOutputs.Packages);
        WrittenCode.Given(new CodeChoices { Packages = packages });
        return new UiOptions(folder, parsed.GetValue(Output) ?? folder) { Port = port, Packages = packages };
    }

    private static void Open(string address, Terminal terminal)
    {
        try
        {
            Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception error) when (error is Win32Exception or IOException or PlatformNotSupportedException)
        {
            terminal.Error.WriteLine("No browser can be opened here: open the address in one.");
        }
    }
}
