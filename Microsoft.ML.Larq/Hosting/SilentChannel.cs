using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>A channel that writes nothing: of several ranks one reports.</summary>
/// <param name="channel">The channel that would.</param>
internal sealed class SilentChannel(IChannel channel) : IChannel
{
    public string ContextDescription => channel.ContextDescription;

    public void Trace(MessageSensitivity sensitivity, string message)
    {
    }

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public void Info(MessageSensitivity sensitivity, string message)
    {
    }

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public void Warning(MessageSensitivity sensitivity, string message)
    {
    }

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public void Error(MessageSensitivity sensitivity, string message)
    {
    }

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args)
    {
    }

    public void Send(ChannelMessage msg)
    {
    }

    public TException Process<TException>(TException ex)
        where TException : Exception => channel.Process(ex);

    public void Dispose() => channel.Dispose();
}
